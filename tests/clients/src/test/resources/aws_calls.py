"""Runs the AWS CLI: one command line a line on standard input, one outcome a line on standard output.

The CLI is loaded once, and each command line runs in a fork of this process.
"""

import json
import os
import sys
import tempfile

from awscli.clidriver import create_clidriver

driver = create_clidriver()
session = driver.session
# Read before the first fork, so that no call reads them again.
session.get_service_model("appmesh")
loader = session.get_component("data_loader")
for kind in ("paginators-1", "endpoint-rule-set-1"):
    loader.load_service_model("appmesh", kind)
for name in ("partitions", "endpoints", "sdk-default-configuration"):
    loader.load_data(name)


def run(arguments):
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        child = os.fork()
        if child == 0:
            status = 255
            try:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(output.fileno(), 1)
                os.dup2(error.fileno(), 2)
                status = driver.main(arguments)
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        output.seek(0)
        error.seek(0)
        return {
            "status": os.waitstatus_to_exitcode(ended),
            "output": output.read().decode(),
            "error": error.read().decode(),
        }


for line in sys.stdin:
    print(json.dumps(run(json.loads(line)["arguments"])))
