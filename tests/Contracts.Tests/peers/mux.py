"""Stands in for a mux with C-core: mux.py FOLDER open|mutual. FOLDER holds ca.crt, server.crt, server.key and agent.der, the certificate that an agent gets.
Says "port N" when it listens, then what agents do, and ends with its standard input."""
import concurrent.futures
import itertools
import pathlib
import sys

import grpc

import control

FOLDER, MODE = sys.argv[1:]
streams = itertools.count(1)


def read(name):
    return (pathlib.Path(FOLDER) / name).read_bytes()


def say(*words):
    print(*words, flush=True)


def enroll(request, _context):
    say("enroll", request.ship_id, request.token)
    return control.EnrollResponse(certificate=read("agent.der"))


def connect(messages, context):
    stream = next(streams)
    reported = False
    for message in messages:
        body = message.WhichOneof("body")
        if body == "hello":
            peer = context.auth_context().get("x509_common_name", [b"nobody"])[0].decode()
            say("hello", stream, "epoch", message.hello.boot_epoch, "by", peer)
            yield control.MuxMessage(spec=control.DesiredSpec(generation=7, report_interval_seconds=1))
        elif body == "report" and message.report.generation == 7 and not reported:
            reported = True
            say("report", stream)
            if stream == 1:
                context.abort(grpc.StatusCode.ABORTED, "the first stream ends")
            yield control.MuxMessage(log_request=control.LogRequest(request_id="r1", tutorial="t1", lines=5))
        elif body == "log_reply":
            say("log", stream, message.log_reply.request_id, message.log_reply.error)


def handler(make, function, request):
    return make(function, request_deserializer=request.FromString, response_serializer=lambda message: message.SerializeToString())


server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=16))
server.add_generic_rpc_handlers((
    grpc.method_handlers_generic_handler(control.ENROLLMENT, {"Enroll": handler(grpc.unary_unary_rpc_method_handler, enroll, control.EnrollRequest)}),
    grpc.method_handlers_generic_handler(control.CONTROL, {"Connect": handler(grpc.stream_stream_rpc_method_handler, connect, control.AgentMessage)}),
))
mutual = MODE == "mutual"
pairs = [(read("server.key"), read("server.crt"))]
credentials = grpc.ssl_server_credentials(pairs, root_certificates=read("ca.crt") if mutual else None, require_client_auth=mutual)
port = server.add_secure_port("127.0.0.1:0", credentials)
server.start()
say("port", port)
sys.stdin.read()
server.stop(0)
