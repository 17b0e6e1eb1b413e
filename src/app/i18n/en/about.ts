/** Words of the page that says how faithful the simulation is. */
export default {
  title: 'How faithful is this?',
  lead: 'Highwater runs Kafka’s protocols, not a cartoon of them: brokers, a KRaft controller, producers and consumers exchange Kafka’s own requests over a simulated network. What is simplified is listed here, subsystem by subsystem, from the same files that stand beside the code.',
  deterministic: 'Deterministic',
  deterministicText:
    'The same scenario with the same inputs gives the same run, event by event, in every browser and in Node. A hash of 16 digits proves it; links carry it.',
  version: 'Behaviour: Apache Kafka 4.3. Engine version {{engine}}.',
  simulated: 'What is simulated',
  simplified: 'What is simplified',
  privacy: 'Privacy',
  privacyText:
    'Everything is computed in this tab. There is no server, no account, no cookie and no tracking; what you write stays in the address or on this device.',
  licences: 'Licences',
  licencesText: 'Highwater is open source under Apache-2.0. The typeface is Pretendard (SIL Open Font License 1.1).',
  font: 'Licence of the typeface',
  english: 'The lists are in English, as in the source code.',
} as const;
