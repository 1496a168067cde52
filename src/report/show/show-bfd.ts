import type { RouterResult } from '../../scenario/result/run-result.ts'

/** `show bfd peers brief`, in FRR's columns; a session is named by its local discriminator. */
export function formatBfdPeers({ neighbors }: RouterResult): string {
  const rows = neighbors.flatMap(({ localAddress, address, bfd }) =>
    bfd === undefined ? [] : [row(String(bfd.localDiscriminator), localAddress, address, words[bfd.state])],
  )
  return [
    `Session count: ${rows.length}`,
    row('SessionId', 'LocalAddress', 'PeerAddress', 'Status'),
    row('=========', '============', '===========', '======'),
    ...rows,
    '',
  ].join('\n')
}

function row(session: string, local: string, peer: string, status: string): string {
  return `${session.padEnd(11)}${local.padEnd(41)}${peer.padEnd(40)}${status}`
}

/** As FRR prints states. */
const words = { AdminDown: 'shutdown', Down: 'down', Init: 'init', Up: 'up' } as const
