#!/bin/sh
# Make the environment and install a requirements file: uv where present, else venv and pip.
# usage: environment.sh FOLDER REQUIREMENTS
set -eu
folder=$1
requirements=$2
python=${DECAF_MAKE_PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Decaf needs Python 3.11 or newer; $("$python" --version 2>&1) was found." \
         "Name another with: make PYTHON=python3.12 ..." >&2
    exit 2
}
if command -v uv >/dev/null 2>&1; then
    [ -x "$folder/bin/python" ] || uv venv --quiet --python "$python" "$folder"
    echo "Installing $requirements with uv ..."
    uv pip install --quiet --python "$folder/bin/python" -r "$requirements"
else
    [ -x "$folder/bin/python" ] || "$python" -m venv "$folder" || {
        echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2
        exit 2
    }
    echo "Installing $requirements with pip (a minute or two) ..."
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
fi
