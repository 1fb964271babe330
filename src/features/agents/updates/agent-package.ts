/** What stands in the installation package of an agent beside the bundle. */

export const PACKAGE = 'mps-express-agent'
const HOME = `/opt/${PACKAGE}`

interface PackageFacts {
  agentName: string
  server: string
  code: string
  version: string
}

/** A host name or a name of a file of what a person called the agent. */
export const fileNameOf = (agentName: string): string =>
  `${PACKAGE}-${
    agentName
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/gi, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase()
      .slice(0, 60) || 'agent'
  }.tar.gz`

// systemd reads % as the beginning of a specifier, and an argument in quotation marks as one.
const unitArgument = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`
const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

/**
 * The service: a user of its own without any right, one folder to write in, and nothing else of the system in reach.
 * @rule agents/no-privileges  An agent runs without privileges and writes only to its own folder.
 */
export function systemdUnit({ agentName, server, code }: PackageFacts): string {
  return `[Unit]
Description=MPS Express fleet agent (${oneLine(agentName).replaceAll('%', '%%')})
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/env node --max-semi-space-size=1 --optimize-for-size --disable-warning=ExperimentalWarning ${HOME}/agent.mjs run --server ${unitArgument(server)} --data /var/lib/${PACKAGE} --code ${code}
Restart=always
RestartSec=10
# 3: the activation code was refused. Starting again would not help.
RestartPreventExitStatus=2 3
DynamicUser=yes
StateDirectory=${PACKAGE}
StateDirectoryMode=0700
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
ProtectProc=invisible
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
PrivateTmp=yes
PrivateDevices=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
`
}

/** Puts the files into their places; needs to be root, which the agent then does not. */
export function installScript(): string {
  return `#!/bin/sh
# Installs the MPS Express fleet agent as a service of systemd. Run it as root, in the folder of the package.
set -eu
cd "$(dirname "$0")"
node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 22 || (major === 22 && minor >= 15) ? 0 : 1)' 2>/dev/null || {
  echo "Node.js 22.15 or later is needed: https://nodejs.org" >&2
  exit 1
}
mkdir -p ${HOME}
install -m 0644 agent.mjs ${HOME}/agent.mjs
install -m 0600 ${PACKAGE}.service /etc/systemd/system/${PACKAGE}.service
systemctl daemon-reload
systemctl enable ${PACKAGE}
# Also one that runs already, from an older package or with a credential that was withdrawn.
systemctl restart ${PACKAGE}
systemctl --no-pager --lines 5 status ${PACKAGE}
`
}

export function readme({ agentName, server, code, version }: PackageFacts): string {
  return `MPS Express fleet agent ${version}: ${oneLine(agentName)}

Reads the printers of this network over SNMP and reports them to ${server}.
It only makes outgoing connections and needs no privileges.

Needed: Node.js 22.15 or later.

Install as a service of systemd (as root):

  sh install.sh

Or run it by hand, as any user, with its own folder:

  node agent.mjs run --server ${server} --data ./agent-data --code ${code}

The activation code works once and expires. After the first start the agent needs no code: it keeps its own credential in its folder.

View its log:  journalctl -u ${PACKAGE} -f
Its status page:       add --status-port 8631 to the command, then open http://127.0.0.1:8631 on this computer
Remove it:             systemctl disable --now ${PACKAGE}; rm -r ${HOME} /etc/systemd/system/${PACKAGE}.service
`
}
