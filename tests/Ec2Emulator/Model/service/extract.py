#!/usr/bin/env python3
"""Makes ec2.json, sts.json and service-quotas.json anew from the service models that Debian's python3-botocore carries.

usage: extract.py [BOTOCORE-DATA-FOLDER]

Keeps the operations named below and the shapes that they reach, without documentation: one shape a line, so that changes can be read.
"""
import json
import pathlib
import sys

OPERATIONS = """
CreateTags DeleteTags DeleteVolume DescribeAvailabilityZones DescribeImages DescribeInstanceStatus DescribeInstanceTypeOfferings
DescribeInstanceTypes DescribeInstances DescribeRegions DescribeSecurityGroups DescribeSpotPriceHistory DescribeSubnets DescribeTags
DescribeVolumes DescribeVpcs GetConsoleOutput RunInstances StartInstances StopInstances TerminateInstances
""".split()
SERVICES = (("ec2", "2016-11-15", OPERATIONS), ("sts", "2011-06-15", ["GetCallerIdentity"]), ("service-quotas", "2019-06-24", ["GetServiceQuota", "ListServiceQuotas"]))
METADATA = ("apiVersion", "protocol", "serviceId", "targetPrefix", "xmlNamespace", "jsonVersion")


def without_documentation(node):
    if isinstance(node, dict):
        return {key: without_documentation(value) for key, value in node.items() if key not in ("documentation", "documentationUrl")}
    return [without_documentation(value) for value in node] if isinstance(node, list) else node


def references(shape):
    members = list(shape.get("members", {}).values()) + [shape[key] for key in ("member", "key", "value") if key in shape]
    return [member["shape"] for member in members]


def reachable(shapes, roots):
    found, left = set(), list(roots)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += references(shapes[name])
    return found


def shape_of(operation):
    return {key: operation[key] for key in ("input", "output") if key in operation}


def stripped(data, service, version, wanted):
    model = without_documentation(json.loads((data / service / version / "service-2.json").read_text()))
    operations = {name: shape_of(model["operations"][name]) for name in sorted(wanted)}
    used = reachable(model["shapes"], [side["shape"] for operation in operations.values() for side in operation.values()])
    metadata = {key: model["metadata"][key] for key in METADATA if key in model["metadata"]}
    return metadata, operations, {name: model["shapes"][name] for name in sorted(used)}


def lines(items):
    return ",\n".join(f"{json.dumps(name)}:{json.dumps(value, separators=(',', ':'))}" for name, value in items.items())


def main():
    here = pathlib.Path(__file__).resolve().parent
    data = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/lib/python3/dist-packages/botocore/data")
    for service, version, wanted in SERVICES:
        metadata, operations, shapes = stripped(data, service, version, wanted)
        text = f'{{"metadata":{json.dumps(metadata)},\n"operations":{{\n{lines(operations)}\n}},\n"shapes":{{\n{lines(shapes)}\n}}}}\n'
        (here / f"{service}.json").write_text(text)
        print(f"{service}.json: {len(operations)} operations, {len(shapes)} shapes, {len(text)} bytes")


if __name__ == "__main__":
    main()
