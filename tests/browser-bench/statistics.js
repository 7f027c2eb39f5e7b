// Medians and percentiles of measured values. No averages, because a single pause distorts them.

/** The value that `percent` of the values do not exceed. */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1];
}

/** The value in the middle. */
export const median = (values) => percentile(values, 50);

export const rounded = (value, digits = 1) => Number(value.toFixed(digits));
