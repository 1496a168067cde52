/** The programs that a router's configuration is written for. */
export const exportTargets = ['ios', 'junos', 'frr', 'bird'] as const

export type ExportTarget = (typeof exportTargets)[number]
