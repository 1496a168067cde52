import type { DaemonName } from '../../src/live/daemons/daemon.ts'

/** An answer of a daemon to a malformed message that is not ours: one message of `test/vectors/malformed.json`, one daemon. */
export interface MalformedDifference {
  readonly exchange: string
  readonly daemon: DaemonName
  /** What a router of ours answers by that daemon's profile: `3/1`, or `stands` and the routes that the session left. */
  readonly engine: string
  readonly answer: string
  /** Where it is written what should be. */
  readonly clause: string
}

const control = '198.51.100.0/24'

export const malformedDifferences: readonly MalformedDifference[] = [
  {
    exchange: 'fsm_update_in_openconfirm',
    daemon: 'bird',
    engine: '5/2',
    answer: 'stands 203.0.113.0/24',
    clause: 'RFC 6608 §4',
  },
  {
    exchange: 'upd_origin3',
    daemon: 'frr',
    engine: `stands ${control}`,
    answer: '3/10',
    clause: 'RFC 7606 §7.1',
  },
  {
    exchange: 'upd_origin_flags',
    daemon: 'frr',
    engine: `stands ${control}`,
    answer: '3/10',
    clause: 'RFC 7606 §3 (c)',
  },
  {
    exchange: 'upd_seg_type9',
    daemon: 'frr',
    engine: `stands ${control}`,
    answer: '3/10',
    clause: 'RFC 7606 §7.2',
  },
  {
    exchange: 'upd_nh_zero',
    daemon: 'frr',
    engine: `stands ${control}`,
    answer: '3/8',
    clause: 'RFC 4271 §6.3, RFC 7606 §7.3',
  },
  {
    exchange: 'upd_same_in_both',
    daemon: 'frr',
    engine: `stands ${control} 203.0.113.0/24`,
    answer: `stands ${control}`,
    clause: 'RFC 4271 §4.3',
  },
  {
    exchange: 'hdr_type9',
    daemon: 'gobgp',
    engine: '1/3',
    answer: 'closes',
    clause: 'RFC 4271 §6.1',
  },
  {
    exchange: 'hdr_update_len22',
    daemon: 'gobgp',
    engine: '1/2',
    answer: '3/1',
    clause: 'RFC 4271 §6.1',
  },
  {
    exchange: 'fsm_update_in_openconfirm',
    daemon: 'gobgp',
    engine: '5/2',
    answer: 'closes',
    clause: 'RFC 6608 §4',
  },
  {
    exchange: 'upd_nlri_len33',
    daemon: 'gobgp',
    engine: '3/10',
    answer: '3/1',
    clause: 'RFC 4271 §6.3',
  },
  {
    exchange: 'upd_same_in_both',
    daemon: 'gobgp',
    engine: `stands ${control} 203.0.113.0/24`,
    answer: `stands ${control}`,
    clause: 'RFC 4271 §4.3',
  },
  {
    exchange: 'upd_first_as_wrong',
    daemon: 'openbgpd',
    engine: `stands ${control}`,
    answer: '3/11',
    clause: 'RFC 7606 §7.2',
  },
  {
    exchange: 'upd_nh_zero',
    daemon: 'openbgpd',
    engine: '3/8',
    answer: `stands ${control} 203.0.113.0/24`,
    clause: 'RFC 4271 §6.3',
  },
]
