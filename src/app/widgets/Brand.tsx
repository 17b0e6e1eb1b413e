/** The mark: two committed cells in water, one dry cell above the line, and the flag of the high watermark. */
interface BrandProps {
  readonly size?: number;
}

export function Brand({ size = 24 }: BrandProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="1" y="8" width="15" height="12" rx="2" fill="var(--leader)" />
      <rect x="3" y="10" width="5" height="8" rx="1.2" fill="var(--bg)" />
      <rect x="9.5" y="10" width="5" height="8" rx="1.2" fill="var(--bg)" />
      <rect x="18.4" y="10.6" width="4.2" height="6.8" rx="1.2" fill="none" stroke="var(--line)" strokeWidth="1.2" strokeDasharray="2 1.4" />
      <path d="M16 23V2.5" stroke="var(--ink)" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M16 2h6l-2 2.4 2 2.4h-6z" fill="var(--ink)" />
    </svg>
  );
}
