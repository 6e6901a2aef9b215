#!/bin/bash
# In a container: runs the scripts named, one after the other, on a host whose systemd, dnf and
# CloudWatch agent are stand-ins, and keeps in /case/out what each did and what it left.
set -u
mkdir -p /run/systemd/system /run/active /usr/local/bin /usr/local/sbin /etc/systemd/system /etc/logrotate.d
: >/run/calls

cat >/usr/local/bin/systemctl <<'SCRIPT'
#!/bin/bash
unit=${*: -1}
unit=${unit%.service}
files=(/etc/systemd/system/"$unit"* /usr/lib/systemd/system/"$unit"*)
if [[ $1 != daemon-reload && $unit != ecs && ! -e ${files[0]} && ! -e ${files[1]} ]]; then
  echo "Unit $unit not found." >&2
  exit 5
fi
case $1 in
  is-active) [[ -e /run/active/$unit ]]; exit ;;
  enable) [[ $2 == --now ]] && touch "/run/active/$unit" ;;
  start | restart) touch "/run/active/$unit" ;;
  stop) rm -f "/run/active/$unit" ;;
  disable) rm -f "/run/active/$unit" ;;
esac
echo "systemctl $*" >>/run/calls
# A unit does not start without the files that its settings name.
case "$1 $unit" in
  'enable pillion-server' | 'start pillion-agent' | 'restart pillion-agent')
    [[ $* == 'enable pillion-agent' ]] && exit 0
    role=${unit#pillion-}
    sed -nE "s/^PILLION_(TLS_CERT|TLS_KEY|XDS_TOKENS|XDS_TOKEN_FILE|XDS_CA)=(\/.*)/\2/p" "/etc/pillion/$role.env" |
      while read -r file; do [[ -s $file ]] || { echo "$unit: $file is not there" >&2; exit 1; }; done
    ;;
esac
SCRIPT
cat >/usr/local/bin/dnf <<'SCRIPT'
#!/bin/bash
echo "dnf $*" >>/run/calls
if [[ $* == *amazon-cloudwatch-agent* ]]; then
  mkdir -p /opt/aws/amazon-cloudwatch-agent/bin /opt/aws/amazon-cloudwatch-agent/etc
  printf '#!/bin/bash\necho "cloudwatch $*" >>/run/calls\n' >/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
  chmod 755 /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
fi
SCRIPT
# The AWS CLI itself, but for the one call that moto does not have.
cat >/usr/local/bin/aws <<'SCRIPT'
#!/bin/bash
if [[ "$1 $2" == 'cloudformation signal-resource' ]]; then
  echo "aws $*" >>/run/calls
  exit
fi
PYTHONPATH=/opt/site-packages PYTHONDONTWRITEBYTECODE=1 exec python3.11 -m awscli "$@"
SCRIPT
chmod 755 /usr/local/bin/*

for script in "$@"; do
  out=/case/out/$(basename "$script")
  mkdir -p "$out/files"
  : >/run/calls
  status=0
  env -u HOME bash "$script" >"$out/log" 2>&1 || status=$?
  echo "$status" >"$out/status"
  cp /run/calls "$out/calls"
  cp -a --parents /etc/pillion /etc/ecs /etc/systemd/system /usr/local/sbin /opt/aws "$out/files" 2>/dev/null
  (shopt -s globstar nullglob && stat -c '%a %U:%G %n' /etc/pillion/**) >"$out/modes"
done
chmod -R a+rX /case/out
