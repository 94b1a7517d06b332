"""The messages and methods of control.proto, made from the descriptor in the environment: no generated code is needed."""
import base64
import os

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_pool = descriptor_pool.DescriptorPool()
_file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(os.environ["CONTROL_DESCRIPTOR"]))
_pool.Add(_file)
_package = _file.package


def _message(name):
    descriptor = _pool.FindMessageTypeByName(f"{_package}.{name}")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(_pool).GetPrototype(descriptor)


EnrollRequest = _message("EnrollRequest")
EnrollResponse = _message("EnrollResponse")
RenewRequest = _message("RenewRequest")
AgentMessage = _message("AgentMessage")
Hello = _message("Hello")
Report = _message("Report")
MuxMessage = _message("MuxMessage")
DesiredSpec = _message("DesiredSpec")
LogRequest = _message("LogRequest")
ENROLLMENT = f"{_package}.Enrollment"
CONTROL = f"{_package}.Control"
