"""Calls a server of wiretest.proto with C-core: client.py host:port. One line for each case: its name, a tab, "ok" or what was wrong."""
import queue
import sys
import traceback

import grpc

import probe

SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
METADATA = (("x-echo-initial", "initial value"), ("x-echo-trailing-bin", b"\xab\xab\xab\x00"))
channel = grpc.insecure_channel(sys.argv[1])


def method(make, name, answer=probe.Answer, service=probe.PROBE):
    return make(f"/{service}/{name}", request_serializer=lambda message: message.SerializeToString(), response_deserializer=answer.FromString)


empty = method(channel.unary_unary, "Empty", probe.Nothing)
unary = method(channel.unary_unary, "Unary")
collect = method(channel.stream_unary, "Collect")
spread = method(channel.unary_stream, "Spread")
ping_pong = method(channel.stream_stream, "PingPong")


class Asks:
    """Requests given one by one; None ends them."""

    def __init__(self):
        self._queue = queue.Queue()

    def give(self, ask):
        self._queue.put(ask)

    def __iter__(self):
        return iter(self._queue.get, None)


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code(), error.details()
    return grpc.StatusCode.OK, ""


def assert_echoed(call):
    assert ("x-echo-initial", "initial value") in [tuple(pair) for pair in call.initial_metadata()], call.initial_metadata()
    assert ("x-echo-trailing-bin", b"\xab\xab\xab\x00") in [tuple(pair) for pair in call.trailing_metadata()], call.trailing_metadata()


def empty_unary():
    assert empty(probe.Nothing()) == probe.Nothing()


def large_unary():
    assert len(unary(probe.Ask(answer_size=3141590, payload=bytes(2718280))).payload) == 3141590


def client_streaming():
    assert collect(probe.Ask(payload=bytes(size)) for size in (27182, 8, 1828, 45904)).sum == 74922


def server_streaming():
    sizes = [31415, 0, 2653, 58979]
    assert [len(answer.payload) for answer in spread(probe.SpreadAsk(sizes=sizes))] == sizes


def run_ping_pong():
    asks = Asks()
    call = ping_pong(iter(asks))
    for size in (31415, 9, 2653, 58979):
        asks.give(probe.Ask(answer_size=size))
        assert len(next(call).payload) == size
    asks.give(None)
    assert list(call) == []
    assert call.code() == grpc.StatusCode.OK


def empty_stream():
    assert list(ping_pong(iter(()))) == []


def timeout_on_sleeping_server():
    asks = Asks()
    asks.give(probe.Ask(silent=True))
    code, _ = code_of(lambda: list(ping_pong(iter(asks), timeout=0.2)))
    asks.give(None)
    assert code == grpc.StatusCode.DEADLINE_EXCEEDED, code


def cancel_after_begin():
    asks = Asks()
    call = collect.future(iter(asks))
    call.cancel()
    asks.give(None)
    assert call.cancelled()
    assert call.code() == grpc.StatusCode.CANCELLED


def cancel_after_first_response():
    asks = Asks()
    call = ping_pong(iter(asks))
    asks.give(probe.Ask(answer_size=31415))
    assert len(next(call).payload) == 31415
    call.cancel()
    code, _ = code_of(lambda: next(call))
    asks.give(None)
    assert code == grpc.StatusCode.CANCELLED, code


def status_code_and_message():
    ask = probe.Ask(status_code=2, status_detail="test status message")
    expected = (grpc.StatusCode.UNKNOWN, "test status message")
    assert code_of(lambda: unary(ask)) == expected
    assert code_of(lambda: list(ping_pong(iter((ask,))))) == expected


def special_status_message():
    assert code_of(lambda: unary(probe.Ask(status_code=2, status_detail=SPECIAL))) == (grpc.StatusCode.UNKNOWN, SPECIAL)


def custom_metadata():
    assert_echoed(unary.with_call(probe.Ask(answer_size=1), metadata=METADATA)[1])
    call = ping_pong(iter((probe.Ask(answer_size=1),)), metadata=METADATA)
    assert len(list(call)) == 1
    assert_echoed(call)


def unimplemented_method():
    code, _ = code_of(lambda: method(channel.unary_unary, "Unserved", probe.Nothing)(probe.Nothing()))
    assert code == grpc.StatusCode.UNIMPLEMENTED, code


def unimplemented_service():
    code, _ = code_of(lambda: method(channel.unary_unary, "Unserved", probe.Nothing, probe.ABSENT)(probe.Nothing()))
    assert code == grpc.StatusCode.UNIMPLEMENTED, code


def oversized_message():
    code, _ = code_of(lambda: unary(probe.Ask(answer_size=1, payload=bytes(5000000))))
    assert code == grpc.StatusCode.RESOURCE_EXHAUSTED, code
    code, _ = code_of(lambda: unary(probe.Ask(answer_size=5000000)))
    assert code == grpc.StatusCode.RESOURCE_EXHAUSTED, code


CASES = {
    "empty_unary": empty_unary,
    "large_unary": large_unary,
    "client_streaming": client_streaming,
    "server_streaming": server_streaming,
    "ping_pong": run_ping_pong,
    "empty_stream": empty_stream,
    "timeout_on_sleeping_server": timeout_on_sleeping_server,
    "cancel_after_begin": cancel_after_begin,
    "cancel_after_first_response": cancel_after_first_response,
    "status_code_and_message": status_code_and_message,
    "special_status_message": special_status_message,
    "custom_metadata": custom_metadata,
    "unimplemented_method": unimplemented_method,
    "unimplemented_service": unimplemented_service,
    "oversized_message": oversized_message,
}

for name, case in CASES.items():
    try:
        case()
        print(f"{name}\tok", flush=True)
    except Exception:  # whatever went wrong belongs to this case
        print(f"{name}\t" + traceback.format_exc().replace("\n", " | "), flush=True)
channel.close()
