/** RFC 5880 §4.1, by the number that each has in a packet. */
export const bfdStates = ['AdminDown', 'Down', 'Init', 'Up'] as const

export type BfdState = (typeof bfdStates)[number]

/** RFC 5880 §4.1: why a system left Up the last time, by the number that each reason has in a packet. */
export const diagnostics = [
  'No Diagnostic',
  'Control Detection Time Expired',
  'Echo Function Failed',
  'Neighbor Signaled Session Down',
  'Forwarding Plane Reset',
  'Path Down',
  'Concatenated Path Down',
  'Administratively Down',
  'Reverse Concatenated Path Down',
] as const

export type Diagnostic = (typeof diagnostics)[number]

/** One end of a session as it is configured. */
export interface BfdConfiguration {
  /** While the session is Up; before, and after, it is a second at least (RFC 5880 §6.8.3). */
  readonly desiredMinTxMicros: number
  /** The shortest interval at which packets are taken; 0 asks for none. */
  readonly requiredMinRxMicros: number
  readonly detectMultiplier: number
}

/** RFC 5880 §6.8.1: what a system knows of one session. An immutable value; it knows durations, and no time. */
export interface BfdSession {
  readonly configuration: BfdConfiguration
  readonly state: BfdState
  readonly localDiscriminator: number
  readonly localDiagnostic: Diagnostic
  /** What goes out as Desired Min TX Interval now. */
  readonly desiredMinTxMicros: number
  /** A Poll Sequence is under way: the interval changed, and the far end has yet to say that it knows (§6.5). */
  readonly polls: boolean
  readonly remote: RemoteEnd
}

/** What the far end said last. */
export interface RemoteEnd {
  readonly state: BfdState
  /** 0 where it is not known, or no longer. */
  readonly discriminator: number
  readonly desiredMinTxMicros: number
  readonly requiredMinRxMicros: number
  /** 0 before anything was heard. */
  readonly detectMultiplier: number
}

/** RFC 5880 §6.8.3: the least Desired Min TX Interval of a session that is not Up. */
export const slowMinTxMicros = 1_000_000

/** RFC 5880 §6.8.1: the values that a session starts with. */
export function newBfdSession(configuration: BfdConfiguration, localDiscriminator: number): BfdSession {
  return {
    configuration,
    state: 'Down',
    localDiscriminator,
    localDiagnostic: 'No Diagnostic',
    desiredMinTxMicros: Math.max(configuration.desiredMinTxMicros, slowMinTxMicros),
    polls: false,
    remote: {
      state: 'Down',
      discriminator: 0,
      desiredMinTxMicros: 0,
      requiredMinRxMicros: 1,
      detectMultiplier: 0,
    },
  }
}

/** Bounds of the time between two packets, microseconds. */
export interface TransmitInterval {
  readonly leastMicros: number
  readonly mostMicros: number
}

/**
 * RFC 5880 §6.8.7: how long it is to the next periodic packet, jitter included; `undefined` where the far end wants
 * none. With a multiplier of 1 a packet has to come earlier, or the far end would wait in vain.
 */
export function transmitInterval({
  configuration,
  desiredMinTxMicros,
  remote,
}: BfdSession): TransmitInterval | undefined {
  if (remote.requiredMinRxMicros === 0) return undefined
  const interval = Math.max(desiredMinTxMicros, remote.requiredMinRxMicros)
  const most = configuration.detectMultiplier === 1 ? 0.9 : 1
  return { leastMicros: 0.75 * interval, mostMicros: most * interval }
}

/** RFC 5880 §6.8.4: how long silence is borne, microseconds; `undefined` where nothing was heard yet. */
export function detectionTime({ configuration, remote }: BfdSession): number | undefined {
  if (remote.detectMultiplier === 0) return undefined
  return remote.detectMultiplier * Math.max(configuration.requiredMinRxMicros, remote.desiredMinTxMicros)
}
