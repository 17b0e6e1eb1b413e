import { describe, expect, it } from 'vitest';
import { lastSound, withParticles } from '#app/i18n/particles.ts';

describe('Korean particles', () => {
  it('follow the last syllable of a Korean word', () => {
    expect(withParticles('브로커(이)가 멈췄습니다')).toBe('브로커가 멈췄습니다');
    expect(withParticles('오프셋(을)를 커밋')).toBe('오프셋을 커밋');
    expect(withParticles('그룹(은)는')).toBe('그룹은');
    expect(withParticles('리더(과)와 팔로워')).toBe('리더와 팔로워');
  });

  it('read digits aloud: 1, 7 and 8 end in ㄹ, so they take 로', () => {
    expect(withParticles('kafka1(으)로')).toBe('kafka1로');
    expect(withParticles('kafka3(으)로')).toBe('kafka3으로');
    expect(withParticles('kafka2(으)로')).toBe('kafka2로');
    expect(withParticles('kafka1(이)가')).toBe('kafka1이');
    expect(withParticles('오프셋 10(을)를')).toBe('오프셋 10을');
    expect([...'0123456789'].map((digit) => withParticles(`${digit}(이)가`).slice(1)).join('')).toBe('이이가이가가이이이가');
  });

  it('read acronyms letter by letter', () => {
    expect(withParticles('ISR(이)가')).toBe('ISR이');
    expect(withParticles('ISR(으)로')).toBe('ISR로');
    expect(withParticles('LEO(을)를')).toBe('LEO를');
    expect(withParticles('HW(은)는')).toBe('HW는');
  });

  it('read a long word in capitals as a word', () => {
    expect(withParticles('STARTING(으)로')).toBe('STARTING으로');
    expect(withParticles('NOT_RUNNING(을)를')).toBe('NOT_RUNNING을');
    expect(withParticles('RECOVERY(으)로')).toBe('RECOVERY로');
    expect(withParticles('COMMIT(이)가')).toBe('COMMIT이');
  });

  it('read Latin words as they sound in Korean', () => {
    expect(withParticles('billing(이)가')).toBe('billing이');
    expect(withParticles('orders(이)가')).toBe('orders가');
    expect(withParticles('topic(을)를')).toBe('topic을');
    expect(withParticles('broker(은)는')).toBe('broker는');
    expect(withParticles('offset(이)가')).toBe('offset이');
    expect(withParticles('email(으)로')).toBe('email로');
    expect(withParticles('docker kill kafka1(을)를')).toBe('docker kill kafka1을');
  });

  it('look through closing quotes and brackets', () => {
    expect(withParticles('"orders-0"(이)가')).toBe('"orders-0"이');
    expect(withParticles('하이 워터마크(high watermark)(이)가')).toBe('하이 워터마크(high watermark)가');
  });

  it('leave ordinary brackets alone', () => {
    expect(withParticles('세 대(3대)입니다')).toBe('세 대(3대)입니다');
  });

  it('take the vowel form when nothing stands before', () => {
    expect(lastSound('')).toBe('vowel');
    expect(withParticles('(이)가')).toBe('가');
  });
});
