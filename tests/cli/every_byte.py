"""Every byte of a pack changed in turn, each checked by clients/verify-python in this one process.

    every_byte.py FOLDER_OF_VERIFY PACK KEY

Prints how many bytes, and each whose change was not found or was laid to another section.
"""

import contextlib
import functools
import io
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import verify  # noqa: E402

with open(sys.argv[2], "rb") as file:
    pack = file.read()
key = verify.Key(sys.argv[3])
# What is signed is mostly the same: Ed25519 in Python takes milliseconds.
verify.verifies = functools.lru_cache(maxsize=16)(verify.verifies)


def section_of_each_byte():
    sections = verify.open_pack(pack)[3]
    sizes = [(name, len(content)) for name, (_, content) in sections.items()]
    owners = [b""] * (len(pack) - sum(size for _, size in sizes))
    for name, size in sizes:
        owners += [name] * size
    return owners


wrong = []
with contextlib.redirect_stdout(io.StringIO()):
    honest = verify.verdict(pack, key)
    for at, section in enumerate(section_of_each_byte()):
        changed = bytearray(pack)
        changed[at] ^= 1 << at % 8
        code, words = verify.verdict(bytes(changed), key)
        named = words.startswith("section %s: changed" % section.decode()) if section else True
        if code != 7 or not named:
            wrong.append("byte %d of %s: %d %s" % (at, section or "the manifest", code, words))
print("%d bytes, unchanged: %d %s" % (len(pack), *honest))
print("\n".join(wrong[:20]))
sys.exit(1 if wrong or honest[0] else 0)
