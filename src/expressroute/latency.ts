/** Model assumption: customer router to MSEE within one metropolitan area, one way. */
export const circuitLatencyMicros = 2_000

/** Model assumption: MSEE to MSEE of another peering location, one way. */
export const globalReachLatencyMicros = 5_000

/** Model assumption: MSEE to gateway instance, the same for every region. */
export const gatewayLatencyMicros = 1_000

/** Model assumption: between Microsoft's public network and what stands around it. */
export const innerLatencyMicros = 1_000
