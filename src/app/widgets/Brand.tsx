/** The mark: two committed cells stand in water, one dry cell beyond it, and the flag of the high watermark between them. */
interface BrandProps {
  readonly size?: number;
}

export function Brand({ size = 26 }: BrandProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true" focusable="false">
      <rect x="0.5" y="9" width="15.5" height="13" rx="2.5" fill="var(--leader)" />
      <rect x="3" y="11.5" width="4.5" height="8" rx="1" fill="var(--bg)" />
      <rect x="9" y="11.5" width="4.5" height="8" rx="1" fill="var(--bg)" />
      <rect x="19.7" y="12.2" width="4.6" height="7.6" rx="1" fill="none" stroke="var(--line)" strokeWidth="1.4" strokeDasharray="2.2 1.6" />
      <path d="M16.5 24.5V3h7l-2.4 2.6 2.4 2.6h-7" fill="var(--ink)" stroke="var(--ink)" strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
