#!/usr/bin/env python3
"""Follows an Outturn log as any client of transparency logs would, and trusts it in nothing but its key.

    follow.py http://127.0.0.1:7301 --key outturn/431200+1a2b3c4d+AX... --state kept.txt [--prove POSITION]

Written from C2SP's signed-note, tlog-checkpoint and tlog-tiles, with the standard library and the
openssl program (Ed25519). It fetches /checkpoint and checks its signature, fetches every tile and entry
bundle below it, recomputes the root from the entries, and compares each tile with it. From the
checkpoint kept in the state file the new one must have grown: then it is kept instead. --prove recomputes
the root from one event and its inclusion proof.

Exit code: 0 holds, 2 the arguments are wrong, 5 no answer, 7 does not hold, 8 signed by another key,
9 of another log, 10 a fork, 12 the log holds, but has no event at the position of --prove.
"""

import argparse
import base64
import hashlib
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

WIDTH = 256  # hashes of a full tile


class Bad(Exception):
    def __init__(self, words, code=7):
        super().__init__(words)
        self.code = code


class BeyondTail(Exception):
    """What is asked for is not in the log; nothing is wrong with the log, whose checkpoint is `note`."""

    def __init__(self, what, note):
        super().__init__(what)
        self.note = note


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


# ---- signed notes


def from_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data) != text:
        raise ValueError("base64 that is not canonical")
    return data


class Key:
    def __init__(self, text):
        name, key_id, encoded = text.encode().split(b"+", 2)
        data = from_base64(encoded)
        if data[:1] != b"\x01" or len(data) != 33:
            raise ValueError("no Ed25519 key")
        if hashlib.sha256(name + b"\n" + data).digest()[:4].hex().encode() != key_id:
            raise ValueError("the key's id is not that of its name and bytes")
        self.name, self.id, self.public = name, bytes.fromhex(key_id.decode()), data[1:]


def verifies(public, message, signature):
    """Ed25519 by openssl: the key as SubjectPublicKeyInfo."""
    spki = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "signature", "message")]
        for path, content in zip(paths, (spki, signature, message)):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0]]
        command += ["-rawin", "-sigfile", paths[1], "-in", paths[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def read_checkpoint(note, key):
    """The size and root of a checkpoint the key signed; other signatures are others' business."""
    at = note.rfind(b"\n\n")
    if at < 0 or not note.endswith(b"\n"):
        raise Bad("checkpoint: no signed note")
    text, lines = note[: at + 1], note[at + 2 : -1].split(b"\n")
    names, ours = set(), []
    for line in lines:
        dash, name, encoded = line.split(b" ")
        signature = from_base64(encoded)
        if dash != "\u2014".encode():
            raise Bad("checkpoint: a line that is no signature")
        names.add(name)
        if name == key.name and signature[:4] == key.id:
            ours.append(signature[4:])
    origin, size, root = text.split(b"\n")[:3]
    if origin not in names:
        raise Bad("checkpoint: changed, nobody of its name signed it")
    if origin != key.name:
        raise Bad("checkpoint: of another log than the key", 9)
    if not ours:
        raise Bad("checkpoint: signed by another key", 8)
    if not all(verifies(key.public, text, one) for one in ours):
        raise Bad("checkpoint: changed, the signature is not of it")
    if not size.isdigit() or str(int(size)).encode() != size:
        raise Bad("checkpoint: no size")
    root = from_base64(root)
    if len(root) != 32:
        raise Bad("checkpoint: no root")
    return int(size), root


# ---- the tree, RFC 6962


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def pair(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size):
    """Leaves below the left child of a node over size > 1 leaves."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    """Of leaf hashes; whole subtrees are hashed once."""

    def __init__(self, leaves):
        self.leaves, self.known = leaves, {}

    def root(self, begin, end):
        if end == begin:
            return hashlib.sha256(b"").digest()
        if end - begin == 1:
            return self.leaves[begin]
        if (begin, end) not in self.known:
            middle = begin + split(end - begin)
            self.known[begin, end] = pair(self.root(begin, middle), self.root(middle, end))
        return self.known[begin, end]

    def inclusion(self, leaf, begin, end):
        """The audit path, from the leaf up."""
        if end - begin == 1:
            return []
        middle = begin + split(end - begin)
        if leaf < middle:
            return self.inclusion(leaf, begin, middle) + [self.root(middle, end)]
        return self.inclusion(leaf, middle, end) + [self.root(begin, middle)]


def root_by_inclusion(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    last, root = size - 1, leaf
    for one in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            root = pair(one, root)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            root = pair(root, one)
        index, last = index >> 1, last >> 1
    return root if last == 0 else None


# ---- tiles


def tile_path(level, index, width):
    """tile/L/x001/x234/067[.p/W]"""
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    partial = "" if width == WIDTH else ".p/%d" % width
    return "tile/%s/%s%s" % (level, "/".join(groups), partial)


def tiles_below(size):
    """(index, width) of the tiles over that many hashes."""
    for begin in range(0, size, WIDTH):
        yield begin // WIDTH, min(WIDTH, size - begin)


def entries_in(bundle, what):
    """Events, each behind its length in two bytes."""
    at, entries = 0, []
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(bundle):
        raise Bad(what + ": ends within an event")
    return entries


def read_log(base, size):
    """The tree recomputed from the log's entries, every tile compared with it."""
    leaves = []
    for index, width in tiles_below(size):
        path = tile_path("entries", index, width)
        entries = entries_in(fetch(base + path), path)
        if len(entries) != width:
            raise Bad("%s: %d events instead of %d" % (path, len(entries), width))
        leaves += [leaf_hash(entry) for entry in entries]
    tree, level, below = Tree(leaves), 0, 1
    while size // below:
        for index, width in tiles_below(size // below):
            path = tile_path(level, index, width)
            first = index * WIDTH
            hashes = [tree.root(i * below, (i + 1) * below) for i in range(first, first + width)]
            if fetch(base + path) != b"".join(hashes):
                raise Bad("%s: not the hashes of the log's events" % path)
        level, below = level + 1, below * WIDTH
    return tree


def follow(base, key, kept, prove=None):
    """Says what holds; the new checkpoint's note."""
    note = fetch(base + "checkpoint")
    size, root = read_checkpoint(note, key)
    print("holds: the checkpoint of %d events is signed by the key given" % size)
    tree = read_log(base, size)
    if tree.root(0, size) != root:
        raise Bad("the tiles do not lead to the checkpoint's root")
    print("holds: its root is that of the %d events served" % size)
    if kept:
        old_size, old_root = read_checkpoint(kept, key)
        if old_size > size:
            raise Bad("the log has %d events, the checkpoint kept %d" % (size, old_size), 10)
        if tree.root(0, old_size) != old_root:
            raise Bad("the checkpoint kept, of %d events, is from a fork" % old_size, 10)
        print("holds: it grew from the checkpoint of %d events" % old_size)
    if prove is not None:
        if not 0 < prove <= size:
            raise BeyondTail("there is no event %d: the log has events 1 to %d" % (prove, size), note)
        path = tree.inclusion(prove - 1, 0, size)
        if root_by_inclusion(tree.leaves[prove - 1], prove - 1, size, path) != root:
            raise Bad("event %d: its proof does not lead to the root" % prove)
        print("holds: event %d is in it, by a proof of %d hashes" % (prove, len(path)))
    return note


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", help="http://HOST:PORT")
    parser.add_argument("--key", required=True)
    parser.add_argument("--state", help="file of the last checkpoint; written when all holds")
    parser.add_argument("--prove", type=int, help="position of an event, from 1")
    arguments = parser.parse_args()
    try:
        key = Key(arguments.key)
        kept = None
        if arguments.state and os.path.exists(arguments.state):
            with open(arguments.state, "rb") as file:
                kept = file.read()
    except (OSError, ValueError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 2
    code = 0
    try:
        note = follow(arguments.log.rstrip("/") + "/", key, kept, arguments.prove)
    except Bad as bad:
        print("DOES NOT HOLD: %s" % bad)
        return bad.code
    except BeyondTail as beyond:
        print("error: %s" % beyond, file=sys.stderr)
        note, code = beyond.note, 12
    except (urllib.error.URLError, OSError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 5
    except ValueError as error:
        print("DOES NOT HOLD: not in the form of a log (%s)" % error)
        return 7
    if arguments.state:
        with open(arguments.state + ".new", "wb") as file:
            file.write(note)
        os.replace(arguments.state + ".new", arguments.state)
    if code == 0:
        print("all holds")
    return code


if __name__ == "__main__":
    sys.exit(main())
