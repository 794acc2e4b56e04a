/* English: the minutes. */
import type { MinutesWords } from '..'

export const minutes: MinutesWords = {
  views: {
    minutes: {
      title: 'Minutes',
      lead: 'The minutes write themselves from what happens in the meeting. You can edit every paragraph, and you can always go back to what the minutes say by themselves.',
      notYet: 'The secretary is polishing the minutes. They appear on this page when they are sent to be examined.',
      notForYou: 'The minutes are being examined. They appear on this page when the chair has signed them.',
      state: 'State',
      states: {
        draft: 'Draft',
        examining: 'Being examined',
        examined: 'Examined',
        signed: 'Signed',
        published: 'Published',
      },
      version: (number) => `Version ${number}`,
      corrected: 'corrected',
      formats: 'The minutes as a file',
      asPage: 'As a web page',
      originals: 'The original proposals of the groups',
      seal: 'Digest',
      waits: 'waiting',
      approvedAt: (when) => `approved ${when}`,
      signedAt: (when) => `signed ${when}`,
      afterClosing: 'The minutes are sent to be examined when the meeting has been closed.',
      steps: {
        minutes_send: 'Send to be examined',
        minutes_approve: 'I approve the minutes',
        minutes_sign: 'I sign the minutes',
        minutes_publish: 'Publish',
      },
      stepText: {
        minutes_send: 'The text is locked, and the examiners get this version to read.',
        minutes_approve: 'You approve exactly the text that you see on this page.',
        minutes_sign: 'You sign the examined minutes electronically.',
        minutes_publish:
          'In the web edition organisations stand in the place of names. Inflected names are not recognised: check the paragraphs you edited.',
      },
      takeBack: 'Take back to edit',
      takeBackHint: 'The examiners see the reason. Approvals already given lapse.',
      correct: 'Correct the minutes',
      correctHint: 'A new version is made and examined again. The earlier one stays in the log.',
      edit: 'Edit',
      write: 'Write',
      own: 'What the minutes say by themselves',
      restore: 'Restore what the minutes say',
      remark: 'I remark',
      remarkLabel: 'What should be corrected?',
      remarkHint: 'The secretary and the other examiner see the remark.',
      remarkOn: (version) => `(version ${version})`,
      annexes: (presence, ballots) =>
        `Annexes: ${presence} people present${ballots === 0 ? '' : `, ${ballots} voting lists`}. They are in the files.`,
      toExamine: 'The minutes wait for you to examine them',
      toSign: 'The minutes wait for your signature',
      toRead: 'Open the minutes',
    },
  },
}
