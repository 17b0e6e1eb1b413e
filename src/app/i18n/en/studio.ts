/** Words of the studio. */
export default {
  title: 'Studio',
  lead: 'Write a scenario; the last version that works stays on the stage.',
  editor: 'Scenario in YAML',
  plain: 'Plain text field',
  rich: 'Code editor',
  examples: 'Start from',
  blank: 'A small cluster',
  before: 'What was here before',
  fine: 'No mistakes. The stage shows this version.',
  problems_one: '{{count}} mistake. The stage keeps the last version that worked.',
  problems_other: '{{count}} mistakes. The stage keeps the last version that worked.',
  place: 'line {{line}}, column {{column}}',
  nearest: 'Did you mean {{word}}?',
  goTo: 'Go to the mistake',
  loading: 'Loading the editor…',
} as const;
