/** FAQ17, FAQ26: fixed on Microsoft's side; the session takes the lower hold time of its two ends. */
export const mseeHoldTimeSeconds = 180
export const mseeKeepaliveSeconds = 60
