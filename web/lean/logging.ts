/* logging.ts - stands for lib0/logging: Yjs warns in two places, and needs no more than the console for it. */
export const print = (...words: readonly unknown[]): void => console.warn(...words)
export const warn = print
export const [ORANGE, BOLD, UNBOLD, RED] = ['', '', '', '']
