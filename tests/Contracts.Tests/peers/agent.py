"""Speaks to a mux as an agent does, with C-core: agent.py HOST:PORT FOLDER SHIP, where FOLDER holds ca.crt, agent.key, request.der and enroll.token.
One line for each case: its name, a tab, "ok" or what was wrong."""
import pathlib
import queue
import ssl
import sys
import traceback

import grpc

import control

TARGET, FOLDER, SHIP = sys.argv[1:]
CODE = grpc.StatusCode
HELLO = control.AgentMessage(sequence=1, hello=control.Hello(boot_epoch=1, boot_id="boot-1", agent_version="C-core"))


def read(name):
    return (pathlib.Path(FOLDER) / name).read_bytes()


stranger = grpc.secure_channel(TARGET, grpc.ssl_channel_credentials(read("ca.crt")))
own = None


def method(make, service, name, answer):
    return make(f"/{service}/{name}", request_serializer=lambda message: message.SerializeToString(), response_deserializer=answer.FromString)


def enrollment(**changes):
    asked = {"ship_id": SHIP, "token": read("enroll.token").decode().strip(), "certificate_request": read("request.der")}
    return control.EnrollRequest(**{**asked, **changes})


def enroll(request, channel=stranger, **options):
    return method(channel.unary_unary, control.ENROLLMENT, "Enroll", control.EnrollResponse)(request, **options)


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code()
    return CODE.OK


def certify(response):
    global own
    pem = ssl.DER_cert_to_PEM_cert(response.certificate).encode()
    own = grpc.secure_channel(TARGET, grpc.ssl_channel_credentials(read("ca.crt"), read("agent.key"), pem))


class Stream:
    """A control stream; what is said goes out one by one, None ends it."""

    def __init__(self, channel, *messages, **options):
        self._queue = queue.Queue()
        for message in messages:
            self.say(message)
        self.call = method(channel.stream_stream, control.CONTROL, "Connect", control.MuxMessage)(iter(self._queue.get, None), **options)

    def say(self, message):
        self._queue.put(message)

    def spec(self):
        return next(self.call).spec

    def end(self):
        code = code_of(lambda: list(self.call))
        self.say(None)
        return code


def greeted():
    stream = Stream(own, HELLO)
    return stream, stream.spec()


def a_wrong_token_is_unauthenticated():
    assert code_of(lambda: enroll(enrollment(token="wrong"))) == CODE.UNAUTHENTICATED


def a_stream_without_a_certificate_is_unauthenticated():
    assert Stream(stranger, HELLO).end() == CODE.UNAUTHENTICATED


def a_junk_request_is_an_invalid_argument():
    assert code_of(lambda: enroll(enrollment(certificate_request=b"junk"))) == CODE.INVALID_ARGUMENT


def a_compressed_message_is_refused():
    code = code_of(lambda: enroll(enrollment(ship_id="x" * 10000), compression=grpc.Compression.Gzip))
    assert code == CODE.UNIMPLEMENTED, code


def an_unknown_method_is_unimplemented():
    call = method(stranger.unary_unary, control.CONTROL, "Absent", control.EnrollResponse)
    assert code_of(lambda: call(control.RenewRequest())) == CODE.UNIMPLEMENTED


def an_unknown_service_is_unimplemented():
    call = method(stranger.unary_unary, "risecamp.absent.v1.Absent", "Absent", control.EnrollResponse)
    assert code_of(lambda: call(control.RenewRequest())) == CODE.UNIMPLEMENTED


def it_enrolls():
    certify(enroll(enrollment()))


def it_enrolls_again_with_the_same_key():
    certify(enroll(enrollment()))


def it_renews():
    certify(method(own.unary_unary, control.CONTROL, "Renew", control.EnrollResponse)(control.RenewRequest(certificate_request=read("request.der"))))


def a_hello_brings_the_spec():
    stream, spec = greeted()
    assert spec.tutorials[0].name == "intro"
    stream.call.cancel()
    stream.end()


def a_report_first_is_an_invalid_argument():
    assert Stream(own, control.AgentMessage(sequence=1, report=control.Report())).end() == CODE.INVALID_ARGUMENT


def a_newer_stream_ends_the_older():
    older, _ = greeted()
    newer, _ = greeted()
    assert older.end() == CODE.ABORTED
    newer.call.cancel()
    newer.end()


def a_deadline_passes():
    code = Stream(own, HELLO, timeout=1.5).end()
    assert code == CODE.DEADLINE_EXCEEDED, code


def a_stream_is_cancelled():
    stream, _ = greeted()
    stream.call.cancel()
    code = stream.end()
    assert code == CODE.CANCELLED, code


def a_message_too_large_is_refused():
    stream, _ = greeted()
    stream.say(control.AgentMessage(sequence=2, report=control.Report(trouble="x" * (300 * 1024))))
    code = stream.end()
    assert code == CODE.RESOURCE_EXHAUSTED, code


def it_reports():
    stream, _ = greeted()
    stream.say(control.AgentMessage(sequence=2, report=control.Report(trouble="said by a peer")))
    stream.say(None)
    code = stream.end()
    assert code == CODE.ABORTED, code


CASES = [
    a_wrong_token_is_unauthenticated, a_stream_without_a_certificate_is_unauthenticated, a_junk_request_is_an_invalid_argument,
    a_compressed_message_is_refused, an_unknown_method_is_unimplemented, an_unknown_service_is_unimplemented,
    it_enrolls, it_enrolls_again_with_the_same_key, it_renews, a_hello_brings_the_spec, a_report_first_is_an_invalid_argument,
    a_newer_stream_ends_the_older, a_deadline_passes, a_stream_is_cancelled, a_message_too_large_is_refused, it_reports,
]

for case in CASES:
    try:
        case()
        print(f"{case.__name__}\tok", flush=True)
    except Exception:  # whatever went wrong belongs to this case
        print(f"{case.__name__}\t" + traceback.format_exc().replace("\n", " | "), flush=True)
