"""The messages and methods of wiretest.proto, made from the descriptor in the environment: no generated code is needed."""
import base64
import os

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_pool = descriptor_pool.DescriptorPool()
_file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(os.environ["WIRETEST_DESCRIPTOR"]))
_pool.Add(_file)
_package = _file.package


def _message(name):
    descriptor = _pool.FindMessageTypeByName(f"{_package}.{name}")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(_pool).GetPrototype(descriptor)


Nothing = _message("Nothing")
Ask = _message("Ask")
SpreadAsk = _message("SpreadAsk")
Answer = _message("Answer")
PROBE = f"{_package}.Probe"
ABSENT = f"{_package}.Absent"


def answer(size):
    return Answer(payload=bytes(size))
