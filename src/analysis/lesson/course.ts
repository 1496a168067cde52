/** The lessons that come with the program, by the names of their files, in the order in which one learns. */
export const course: readonly string[] = ['two-links', 'silent-cut']
