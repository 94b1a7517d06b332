"""Serves wiretest.proto with C-core, says "port N" when it listens, and ends with its standard input."""
import concurrent.futures
import sys

import grpc

import probe

CODES = {code.value[0]: code for code in grpc.StatusCode}


def echo(context):
    sent = dict(context.invocation_metadata())
    if "x-echo-initial" in sent:
        context.send_initial_metadata((("x-echo-initial", sent["x-echo-initial"]),))
    if "x-echo-trailing-bin" in sent:
        context.set_trailing_metadata((("x-echo-trailing-bin", sent["x-echo-trailing-bin"]),))


def unary(ask, context):
    echo(context)
    if ask.status_code:
        context.abort(CODES[ask.status_code], ask.status_detail)
    return probe.answer(ask.answer_size)


def collect(asks, _context):
    return probe.Answer(sum=sum(len(ask.payload) for ask in asks))


def spread(ask, _context):
    return (probe.answer(size) for size in ask.sizes)


def ping_pong(asks, context):
    echo(context)
    for ask in asks:
        if ask.status_code:
            context.abort(CODES[ask.status_code], ask.status_detail)
        if not ask.silent:
            yield probe.answer(ask.answer_size)


def handler(make, function, request):
    return make(function, request_deserializer=request.FromString, response_serializer=lambda message: message.SerializeToString())


server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=16))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(probe.PROBE, {
    "Empty": handler(grpc.unary_unary_rpc_method_handler, lambda _ask, _context: probe.Nothing(), probe.Nothing),
    "Unary": handler(grpc.unary_unary_rpc_method_handler, unary, probe.Ask),
    "Collect": handler(grpc.stream_unary_rpc_method_handler, collect, probe.Ask),
    "Spread": handler(grpc.unary_stream_rpc_method_handler, spread, probe.SpreadAsk),
    "PingPong": handler(grpc.stream_stream_rpc_method_handler, ping_pong, probe.Ask),
}),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"port {port}", flush=True)
sys.stdin.read()
server.stop(0)
