"""Print the lowest version that pyproject.toml allows of each dependency, as constraints for pip."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["project"]
for requirement in (*project["dependencies"], *project["optional-dependencies"]["test"]):
    if bounded := re.match(r"([\w-]+)\s*>=\s*([\w.]+)", requirement):
        print(f"{bounded[1]}=={bounded[2]}")
