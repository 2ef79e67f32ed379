#!/usr/bin/python3
"""Pays from a budget line of an Outturn server. Knows nothing but the .proto files.

    pay.py --server 127.0.0.1:7300 --unit 431200-136 --year 2024 --line GY01 --class 30201 \\
           --on 2024-07-31 --count 250 --amount-fen 100

One payment goes alone, the rest as a stream of batches. Every command has an id of its own that
never changes, so whatever is not answered, for whatever reason, is simply sent again.

Exits with 0 when all are recorded, 1 when something was refused or not answered in time.
"""

import argparse
import collections
import os
import queue
import subprocess
import sys
import tempfile
import time

import grpc

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def generate(protos):
    """Makes Python of the schema, for this run only, and imports it."""
    out = tempfile.TemporaryDirectory(prefix="outturn-python-")
    files = [os.path.join(folder, name) for folder, _, names in os.walk(protos)
             for name in names if name.endswith(".proto")]
    subprocess.run(["/usr/bin/protoc", "-I", protos, "--python_out=" + out.name,
                    "--grpc_python_out=" + out.name,
                    "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin"] + files,
                   check=True)
    sys.path.insert(0, out.name)
    import google  # protobuf's; the schema's google/rpc lies beside it
    google.__path__.append(os.path.join(out.name, "google"))
    return out


def command(options, number, amount_fen):
    made = event_pb2.Command()
    made.header.source = "python"
    made.header.external_id = "%s-%d" % (options.prefix, number)
    made.header.actor = "pay.py"
    made.header.unit = options.unit
    made.header.year = options.year
    made.header.effective_on = int(options.on.replace("-", ""))
    made.payment.line = options.line
    made.payment.economic_class = options.economic_class
    made.payment.amount_fen = amount_fen
    made.payment.payee = "某市印刷厂"
    made.payment.voucher = "V%d" % number
    return made


refused = set()  # names


def show(sent, receipt=None, error=None):
    """One line an item: its id and what became of it."""
    name = sent.header.external_id
    if receipt is not None:
        told = "already recorded" if receipt.already_recorded else "recorded"
        print("%s %s at %d, headroom %d" % (name, told, receipt.position,
                                             receipt.outcome.headroom_fen))
        return
    refused.add(name)
    for detail in error.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            facts = ", ".join("%s %s" % fact for fact in sorted(info.metadata.items()))
            print("%s refused: %s (%s): %s" % (name, info.reason, facts, error.message))
        request = error_details_pb2.BadRequest()
        if detail.Unpack(request):
            for field in request.field_violations:
                print("%s   %s: %s" % (name, field.field, field.description))


def settled(error):
    """Whether an error is an answer to the command; else nothing is known of it yet."""
    return error.code not in (grpc.StatusCode.UNAVAILABLE.value[0],
                              grpc.StatusCode.DEADLINE_EXCEEDED.value[0],
                              grpc.StatusCode.RESOURCE_EXHAUSTED.value[0],
                              grpc.StatusCode.UNKNOWN.value[0])


def status_of(failure):
    """The google.rpc.Status that a failed call brings along."""
    for key, value in failure.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return status_pb2.Status.FromString(value)
    return status_pb2.Status(code=failure.code().value[0], message=failure.details() or "")


def record_one(recorder, sent):
    """True when it is answered."""
    request = services_pb2.RecordRequest(command=sent)
    try:
        show(sent, receipt=recorder.Record(request, timeout=10))
    except grpc.RpcError as failure:
        error = status_of(failure)
        if not settled(error):
            return False
        show(sent, error=error)
    return True


def record_stream(recorder, commands, options):
    """Sends batches, at most `window` ahead of their replies; the commands left unanswered."""
    waiting = collections.deque(commands)
    under_way = collections.deque()
    unknown = []
    requests = queue.Queue()

    def feed():
        while waiting and len(under_way) < options.window:
            batch = [waiting.popleft() for _ in range(min(options.batch, len(waiting)))]
            under_way.append(batch)
            requests.put(services_pb2.RecordBatchRequest(commands=batch))
        if not waiting:
            requests.put(None)  # the end

    feed()
    try:
        for reply in recorder.RecordStream(iter(requests.get, None)):
            for sent, answer in zip(under_way.popleft(), reply.answers):
                if answer.WhichOneof("answer") == "receipt":
                    show(sent, receipt=answer.receipt)
                elif settled(answer.error):
                    show(sent, error=answer.error)
                else:
                    unknown.append(sent)
            feed()
    except grpc.RpcError as failure:
        print("the stream broke: %s" % failure.code().name, file=sys.stderr)
        requests.put(None)
    for batch in under_way:
        unknown.extend(batch)
    return unknown + list(waiting)


def until_settled(options, attempt):
    """Calls `attempt` until it is true, a little later each time."""
    end = time.monotonic() + options.patience
    pause = 0.1
    while not attempt():
        if time.monotonic() > end:
            sys.exit("no answer; run again with the same --prefix: nothing is recorded twice")
        time.sleep(pause)
        pause = min(2.0, pause * 2)


def main():
    options = parse()
    channel = grpc.insecure_channel(options.server, options=[
        ("grpc.max_reconnect_backoff_ms", 1000)])
    recorder = services_pb2_grpc.RecorderStub(channel)
    first = command(options, 1, options.amount_fen)
    until_settled(options, lambda: record_one(recorder, first))
    rest = [command(options, number, options.amount_fen)
            for number in range(2, options.count + 1)]
    if options.too_much_fen:
        rest.append(command(options, options.count + 1, options.too_much_fen))

    def attempt():
        rest[:] = record_stream(recorder, rest, options) if rest else []
        return not rest

    until_settled(options, attempt)
    if refused:
        sys.exit("%d of %d refused" % (len(refused), options.count + bool(options.too_much_fen)))


def parse():
    parser = argparse.ArgumentParser(description="Pays from a budget line of an Outturn server.")
    parser.add_argument("--server", default="127.0.0.1:7300")
    parser.add_argument("--unit", required=True)
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--line", required=True)
    parser.add_argument("--class", dest="economic_class", default="30201")
    parser.add_argument("--on", required=True, help="2024-07-31")
    parser.add_argument("--count", type=int, default=10, help="of payments")
    parser.add_argument("--amount-fen", type=int, default=100)
    parser.add_argument("--too-much-fen", type=int, help="one payment more, of this amount")
    parser.add_argument("--prefix", default="P", help="what ids begin with")
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--window", type=int, default=4, help="batches sent ahead of their replies")
    parser.add_argument("--patience", type=float, default=60, help="seconds")
    return parser.parse_args()


if __name__ == "__main__":
    generated = generate(os.path.join(ROOT, "proto"))
    from google.rpc import error_details_pb2, status_pb2
    from outturn.v1 import event_pb2, services_pb2, services_pb2_grpc
    main()
