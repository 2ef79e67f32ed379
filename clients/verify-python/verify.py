#!/usr/bin/env python3
"""Checks an Outturn audit pack with nothing but the book's public key.

    verify.py PACK --key outturn/431200+1a2b3c4d+AX...

Written from services/audit/PACK.md alone, with the standard library alone: no server, no network, no
protobuf. It checks that the pack is whole, that every event in it is in the log of the signed
checkpoint, and that none of the ledger's is left out. It derives no forms; "outturn verify" does.

Exit code: 0 holds, 2 the arguments are wrong, 7 does not hold, 8 signed by another key, 9 of another book.
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
        return hashlib.sha256(b"\1" + left + walk(begin + half, end, known[split:])).digest()

    try:
        root = walk(0, size, known)
    except StopIteration:
        raise Bad("proof: too short") from None
    if next(proof, None) is not None:
        raise Bad("proof: too long")
    return root


# ---- the pack


def open_pack(data):
    """The manifest's text and signatures, its facts, and the sections as (name, hash, bytes)."""
    head, newline, rest = data.partition(b"\n")
    magic, space, size = head.partition(b" ")
    if magic != MAGIC or not newline or not size.isdigit() or str(int(size)).encode() != size:
        raise Bad("no audit pack")
    size = int(size)
    text, signatures = read_note(rest[:size], "manifest")
    rest = rest[size:]
    lines = text.decode().splitlines()
    facts, sections = {}, []
    for line in lines[1:]:
        name, _, value = line.partition(" ")
        if name != "section":
            facts[name] = value
            continue
        section, length, digest = value.rsplit(" ", 2)
        sections.append((section, digest, rest[: int(length)]))
        rest = rest[int(length) :]
    if rest or lines[:1] != [MAGIC.decode()]:
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
        if len(event) != size or position <= before or of > 2 or withheld > 1:
            raise Bad("events: broken at position %d" % position)
        before = position
        yield position, of, withheld, leaf, event


def check(data, key):
    text, signatures, facts, sections = open_pack(data)
    if len(signatures) != 1 or signatures[0][0] != key.name:
        raise Bad("manifest: of another book than the key", 9)
    if signatures[0][1] != key.id:
        raise Bad("manifest: signed by another key", 8)
    check_signed(text, signatures, key, "manifest")
    print("holds: the manifest is signed by the key given")

    for name, digest, content in sections:
        if hashlib.sha256(content).hexdigest() != digest:
            raise Bad("section %s: changed" % name)
    content = {name: content for name, _, content in sections}
    print("holds: %d sections are as they were signed" % len(sections))

    note, signatures = read_note(content["checkpoint"], "checkpoint")
    check_signed(note, signatures, key, "checkpoint")
    origin, size, root = note.split(b"\n")[:3]
    if origin != key.name or size.decode() != facts["size"]:
        raise Bad("checkpoint: not the manifest's")
    print("holds: the checkpoint of %s events is signed by the key given" % size.decode())

    leaves, counts, withheld_count = {}, [0, 0, 0], 0
    for position, of, withheld, leaf, event in read_entries(content["events"]):
        if not withheld and leaf_hash(event) != leaf:
            raise Bad("event at position %d: changed" % position)
        leaves[position - 1] = leaf
        counts[of] += 1
        withheld_count += withheld
    proof = content["proof"]
    hashes = [proof[i : i + 32] for i in range(0, len(proof), 32)]
    if max(leaves, default=0) >= int(size) or root_of(leaves, int(size), hashes) != from_base64(root):
        raise Bad("events: the proof does not lead to the checkpoint's root")
    print("holds: %d events are in the log, %d of them withheld" % (len(leaves), withheld_count))
    if counts[0] != int(facts["version"]):
        raise Bad("events: the ledger has %s, the pack %d" % (facts["version"], counts[0]))
    print("holds: all %d events of ledger %s are there" % (counts[0], facts["ledger"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack")
    parser.add_argument("--key", required=True)
    arguments = parser.parse_args()
    try:
        key = Key(arguments.key)
        with open(arguments.pack, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 2
    try:
        check(data, key)
    except Bad as bad:
        print("DOES NOT HOLD: %s" % bad)
        return bad.code
    except (KeyError, ValueError, UnicodeDecodeError, struct.error, RecursionError) as error:
        print("DOES NOT HOLD: not in the form of an audit pack (%r)" % error)
        return 7
    print("all holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
