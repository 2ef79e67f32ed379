#!/usr/bin/env python3
"""Checks an Outturn audit pack with nothing but the book's public key.

    verify.py PACK --key outturn/431200+1a2b3c4d+AX... [--checkpoint FILE]

Written from services/audit/PACK.md alone, with the standard library alone: no server, no network, no
protobuf. It checks that the pack is whole, that every event in it is in the log of the signed
checkpoint, that none of the ledger's or of last year's is left out, and that the log grew from a
checkpoint you kept. It derives no forms; "outturn verify" does.

Exit code: 0 holds, 2 the arguments are wrong, 7 does not hold, 8 signed by another key, 9 of another book,
10 the checkpoint you kept is from a fork.
"""

import argparse
import base64
import hashlib
import struct
import sys

MAGIC = b"outturn.audit-pack/1"


class Bad(Exception):
    """What does not hold, and the exit code that says so."""

    def __init__(self, words, code=7):
        super().__init__(words)
        self.code = code


# ---- Ed25519, RFC 8032 section 5.1, verification only

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verifies(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# ---- signed notes


def from_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data) != text:
        raise ValueError("not canonical")
    return data


class Key:
    def __init__(self, text):
        name, key_id, encoded = text.encode().split(b"+", 2)
        data = from_base64(encoded)
        if data[:1] != b"\x01" or len(data) != 33:
            raise ValueError("no Ed25519 key")
        if hashlib.sha256(name + b"\n" + data).digest()[:4].hex().encode() != key_id:
            raise ValueError("the id is not that of name and key")
        self.name, self.id, self.public = name, bytes.fromhex(key_id.decode()), data[1:]


def read_note(data, what):
    """The text and the signatures, (name, id, signature) each."""
    at = data.rfind(b"\n\n")
    if at < 0 or not data.endswith(b"\n"):
        raise Bad(what + ": no signed note")
    text, signatures = data[: at + 1], []
    for line in data[at + 2 : -1].split(b"\n"):
        try:
            dash, name, encoded = line.split(b" ")
            signature = from_base64(encoded)
        except ValueError:
            raise Bad(what + ": a line that is no signature") from None
        if dash != "\u2014".encode():
            raise Bad(what + ": a line that is no signature")
        signatures.append((name, signature[:4], signature[4:]))
    return text, signatures


def check_signed(text, signatures, key, what):
    ours = [s for name, key_id, s in signatures if name == key.name and key_id == key.id]
    if not ours or not all(verifies(key.public, text, s) for s in ours):
        raise Bad(what + ": not signed by the key given")


# ---- the tree


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def pair(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaves, size, proof):
    """The root of the tree of `size` leaves, some known, the rest of it from the proof."""
    proof = iter(proof)
    known = sorted(leaves)

    def walk(begin, end, known):
        if not known:
            return next(proof)
        if end - begin == 1:
            return leaves[begin]
        half = 1 << (end - begin - 1).bit_length() - 1
        split = next((i for i, leaf in enumerate(known) if leaf >= begin + half), len(known))
        left = walk(begin, begin + half, known[:split])
        return pair(left, walk(begin + half, end, known[split:]))

    try:
        root = walk(0, size, known)
    except StopIteration:
        raise Bad("proof: too short") from None
    if next(proof, None) is not None:
        raise Bad("proof: too long")
    return root


def grew(old_size, old_root, new_size, new_root, proof):
    """Whether the tree of new_size grew from that of old_size: RFC 9162, section 2.1.4.2."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size & (old_size - 1) == 0:
        proof = [old_root] + proof
    if not proof:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = proof[0]
    for one in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = pair(one, old), pair(one, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = pair(new, one)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


# ---- the pack

FACTS = ["book", "ledger", "as-of", "size", "recorded-at-us", "version", "prior-version"]


def number(text):
    """Decimal, without sign or leading zeros."""
    if not text.isdigit() or str(int(text)).encode() != text:
        raise Bad("manifest: no number: %r" % text)
    return int(text)


def hashes_in(data, what):
    if len(data) % 32:
        raise Bad(what + ": hashes are 32 bytes each")
    return [data[i : i + 32] for i in range(0, len(data), 32)]


def open_pack(data):
    """The manifest's text and signatures, its facts, and the sections as (name, hash, bytes)."""
    head, newline, rest = data.partition(b"\n")
    magic, _, size = head.partition(b" ")
    if magic != MAGIC or not newline:
        raise Bad("no audit pack")
    size = number(size)
    if size > len(rest):
        raise Bad("the file ends within the manifest")
    text, signatures = read_note(rest[:size], "manifest")
    rest = rest[size:]
    lines = text.split(b"\n")
    if lines[0] != MAGIC or lines.pop() != b"":
        raise Bad("manifest: not of this version")
    facts, sections = {}, {}
    for name, line in zip(FACTS, lines[1:]):
        found, _, facts[name] = line.partition(b" ")
        if found != name.encode() or not facts[name]:
            raise Bad("manifest: %r is not %s" % (line, name))
    for line in lines[1 + len(FACTS) :]:
        kind, name, length, digest = line.split(b" ")
        length = number(length)
        if kind != b"section" or name in sections:
            raise Bad("manifest: section %s twice, or no section" % name.decode())
        if length > len(rest):
            raise Bad("the file ends within section %s" % name.decode())
        sections[name] = (digest, rest[:length])
        rest = rest[length:]
    if rest or len(facts) < len(FACTS):
        raise Bad("the file is longer than its manifest says")
    return text, signatures, facts, sections


def read_entries(data):
    """(position, of, withheld, leaf, bytes) of each."""
    at, before = 0, 0
    while at < len(data):
        position, of, withheld, leaf, size = struct.unpack_from(">QBB32sI", data, at)
        at += 46
        event = data[at : at + size]
        at += size
        if len(event) != size or position <= before or of > 2 or withheld > 1 or withheld and size:
            raise Bad("events: broken at position %d" % position)
        before = position
        yield position, of, withheld, leaf, event


def fields(data, wanted):
    """The values of one field of a protobuf message."""
    at, values = 0, []

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            value = varint()
        else:
            size = {1: 8, 5: 4}.get(tag & 7) or varint()
            value = data[at : at + size]
            at += size
        if tag >> 3 == wanted:
            values.append(value)
    return values


def ledgers_of_policy(event):
    """The ledgers a policy_adopted names: Event.command, Command.policy_adopted, .ledgers."""
    for command in fields(event, 3):
        for adopted in fields(command, 10):
            for ledger in fields(adopted, 2):
                yield b"".join(fields(ledger, 1)[-1:]), sum(fields(ledger, 2)[-1:])


def check_manifest(text, signatures, sections, key):
    """That the key signed it; whose it is where it did not, if the pack agrees with itself."""
    if len(signatures) != 1:
        raise Bad("manifest: not one signature")
    name, key_id, signature = signatures[0]
    if (name, key_id) == (key.name, key.id):
        return check_signed(text, signatures, key, "manifest")
    note, signers = read_note(sections[b"checkpoint"][1], "manifest or checkpoint")
    known = note.split(b"\n")[0] == name and any(one[:2] == (name, key_id) for one in signers)
    if not known or verifies(key.public, text, signature):
        raise Bad("manifest: changed, the checkpoint is not of the name it is signed with")
    if name != key.name:
        raise Bad("manifest: of another book than the key", 9)
    raise Bad("manifest: signed by another key", 8)


def read_checkpoint(data, key, what):
    """The size and root of a checkpoint the key signed."""
    note, signatures = read_note(data, what)
    check_signed(note, signatures, key, what)
    origin, size, root = note.split(b"\n")[:3]
    if origin != key.name:
        raise Bad(what + ": not of the key's book")
    return number(size), from_base64(root)


def read_kept(data, key):
    """The same of the checkpoint the auditor kept, which may be anybody's."""
    note, signatures = read_note(data, "known checkpoint")
    if note.split(b"\n")[0] != key.name:
        raise Bad("known checkpoint: of another book than the key", 9)
    if not any(one[:2] == (key.name, key.id) for one in signatures):
        raise Bad("known checkpoint: signed by another key", 8)
    return read_checkpoint(data, key, "known checkpoint")


def check_growth(sections, size, root, kept):
    """Against a checkpoint the auditor kept, as (size, root)."""
    growth = sections.get(b"growth", (b"", b""))[1]
    if b"growth" in sections and len(growth) < 8:
        raise Bad("section growth: too short")
    proof = hashes_in(growth[8:], "section growth")
    if kept is None:
        return
    if kept[0] == size:
        proof = []
    elif len(growth) < 8 or struct.unpack(">Q", growth[:8])[0] != kept[0]:
        raise Bad("growth: no proof from the checkpoint of %d events" % kept[0])
    if not grew(kept[0], kept[1], size, root, proof):
        raise Bad("growth: the checkpoint of %d events is from a fork" % kept[0], 10)
    print("holds: the log grew from the checkpoint of %d events" % kept[0])


def check_events(sections, facts, size, root):
    unit, _, year = facts["ledger"].rpartition(b"/")
    prior = (unit, number(year) - 1)
    leaves, counts, withheld_count = {}, [0, 0, 0], 0
    for position, of, withheld, leaf, event in read_entries(sections[b"events"][1]):
        if not withheld and leaf_hash(event) != leaf:
            raise Bad("event at position %d: changed" % position)
        leaves[position - 1] = leaf
        counts[of] += 1
        withheld_count += withheld
        if of == 0 and prior in ledgers_of_policy(event):
            counts[1] += 1
    proof = hashes_in(sections[b"proof"][1], "section proof")
    if max(leaves, default=0) >= size or root_of(leaves, size, proof) != root:
        raise Bad("events: the proof does not lead to the checkpoint's root")
    print("holds: %d events are in the log, %d of them withheld" % (len(leaves), withheld_count))
    for of, fact in ((0, "version"), (1, "prior-version")):
        if counts[of] != number(facts[fact]):
            raise Bad("events: %s is %s, the pack has %d" % (fact, facts[fact].decode(), counts[of]))
    print("holds: all %d events of ledger %s are there, and %d of the year before"
          % (counts[0], facts["ledger"].decode(), counts[1]))


def check(data, key, kept=None):
    text, signatures, facts, sections = open_pack(data)
    check_manifest(text, signatures, sections, key)
    print("holds: the manifest is signed by the key given")
    for name, (digest, content) in sections.items():
        if hashlib.sha256(content).hexdigest().encode() != digest:
            raise Bad("section %s: changed" % name.decode())
    print("holds: %d sections are as they were signed" % len(sections))
    size, root = read_checkpoint(sections[b"checkpoint"][1], key, "checkpoint")
    if size != number(facts["size"]):
        raise Bad("checkpoint: not the manifest's")
    print("holds: the checkpoint of %d events is signed by the key given" % size)
    check_growth(sections, size, root, kept)
    check_events(sections, facts, size, root)


def verdict(data, key, kept=None):
    """The exit code, and what does not hold."""
    try:
        check(data, key, kept)
    except Bad as bad:
        return bad.code, str(bad)
    except (LookupError, ValueError, struct.error, RecursionError) as error:
        return 7, "not in the form of an audit pack (%r)" % error
    return 0, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack")
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint", help="file of a checkpoint you got some other way, to compare with")
    arguments = parser.parse_args()
    try:
        key = Key(arguments.key)
        with open(arguments.pack, "rb") as file:
            data = file.read()
        kept = None
        if arguments.checkpoint:
            with open(arguments.checkpoint, "rb") as file:
                kept = read_kept(file.read(), key)
    except Bad as bad:
        print("DOES NOT HOLD: %s" % bad)
        return bad.code
    except (OSError, ValueError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 2
    code, words = verdict(data, key, kept)
    if code:
        print("DOES NOT HOLD: %s" % words)
        return code
    print("all holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
