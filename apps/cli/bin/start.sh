# `npm start`. The shell becomes `ballast start`: a Node that only waited for another one would take 50 MB for as long as that runs.
node=$(node apps/cli/bin/start.js 3>&1 >&2) || exit 1
BALLAST_PARENT=$PPID exec "$node" apps/cli/bin/ballast.js start "$@"
