"""What clients/follow-python says of a log one of whose files is changed on its way.

    changed_log.py FOLDER_OF_FOLLOW URL KEY PART

Changes one bit of each file whose path begins with PART; prints the verdict and exits with its code.
"""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import follow  # noqa: E402

honest, base, part = follow.fetch, sys.argv[2] + "/", sys.argv[4]


def changed(url):
    data = bytearray(honest(url))
    if url[len(base) :].startswith(part):
        data[len(data) // 3] ^= 1  # of a checkpoint in its root
    return bytes(data)


follow.fetch = changed
try:
    follow.follow(base, follow.Key(sys.argv[3]), None)
except follow.Bad as bad:
    print("DOES NOT HOLD: %s" % bad)
    sys.exit(bad.code)
except ValueError as error:
    print("DOES NOT HOLD: %s" % error)
    sys.exit(7)
