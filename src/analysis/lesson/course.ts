/** The lessons that come with the program, by the names of their files, in the order in which one learns. */
export const course: readonly string[] = [
  'two-links',
  'seen-cut',
  'silent-cut',
  'hold-timers',
  'prepending-one-way',
  'active-passive',
  'longest-prefix',
  'weight-beats-prepending',
  'forgotten-prefix',
  'prefix-limit',
  'one-router',
  'shared-risk',
]
