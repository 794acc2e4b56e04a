/* English: the way in by the code in the hall, for those who come and for those who let them in. */
import type { Lobby } from '..'

export const lobby: Lobby = {
  views: {
    knock: {
      title: 'Join with the code in the hall',
      lead: 'Type the six characters shown on the screen of the hall.',
      code: 'Code in the hall',
      next: 'Continue',
      code_wrong: 'This code is not valid. It changes every ten minutes: read the new one from the screen.',
      codeMissing: 'Type all six characters.',
      whoLead: 'One of the organisers lets you in as soon as they see your name.',
      name: 'Your name',
      nameMissing: 'Type your name.',
      organisation: 'Your organisation',
      choose: 'Choose an organisation',
      organisationMissing: 'Choose your organisation.',
      notListed: 'Is your organisation not listed? Ask at the door or a facilitator.',
      ask: 'Ask to be let in',
      rate: 'Many people are trying to get in right now. Wait a moment and try again.',
      lobby_full: 'The lobby is full. Wait a moment and try again.',
      wrong_phase: 'The meeting has ended.',
      storage: 'The server takes nothing right now. Try again in a moment.',
      line: 'The server cannot be reached. Check that your device is online and try again.',
    },
    waiting: {
      title: (name) => `Welcome, ${name}`,
      lead: 'You are waiting to be let in. A facilitator or the secretary sees your name and lets you into a group.',
      itself: 'This page goes on by itself. Keep it open.',
      broken: 'The line is broken. Your place in the queue is kept, and the page goes on when the line is back.',
      refused: 'You were not let in',
      refusedText: 'If that was a mistake, ask again, or ask at the door or a facilitator.',
      again: 'Ask again',
    },
    lobby: {
      waits: (count) => (count === 1 ? 'One person waits to be let in' : `${count} people wait to be let in`),
      admit: (letter) => `Let into group ${letter}`,
      refuse: 'Not let in',
      all: 'Show all',
      fewer: 'Show only the first',
    },
    hallCode: {
      title: 'Code in the hall',
      lead: 'Whoever came without an invitation scans this with a phone and waits until somebody lets them in.',
      wall: 'No invitation?',
      wallScan: 'Scan the code with your phone',
      or: (address) => `or open ${address} and type`,
      inWords: (address, code) => `No invitation? Open ${address} and type ${code}`,
      picture: 'QR code that leads to the lobby',
    },
  },
}
