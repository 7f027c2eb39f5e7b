// The results of a benchmark: a table for people, JSON for machines. The format is that of the
// benchmarks in Rust (`tests/bench/src/report.rs`).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The load averages over 1, 5 and 15 minutes. */
function load() {
  try {
    return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
  } catch {
    return 'unknown';
  }
}

export function machineBefore() {
  return { cores: availableParallelism(), began_at: new Date().toISOString(), load_before: load() };
}

/** Compares a measured value with its upper bound. */
export function atMost(of, found, bound) {
  return { of, found, bound: { at_most: bound }, reached: found <= bound };
}

/** Prints the table and writes the JSON. */
export function publish({ table, ...report }) {
  const whole = { ...report, machine: { ...report.machine, load_after: load() } };
  const { benchmark, measured, machine, remarks, targets } = whole;
  console.log(`\n${benchmark}: ${measured}`);
  console.log(
    `${machine.cores} cores, load ${machine.load_before} before and ${machine.load_after} after\n`,
  );
  printTable(table);
  for (const remark of remarks) console.log(`  ${remark}`);
  for (const { of, found, bound, reached } of targets) {
    const verdict = reached ? 'reached ' : 'MISSED  ';
    console.log(`  ${verdict} ${of}: ${found}, aimed at at most ${bound.at_most}`);
  }
  const folder = process.env.SLOTBOOK_BENCH_OUT ?? '../target/bench';
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${benchmark}.json`);
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]),
    );
    console.log(`  ${cells.join('   ')}`);
  }
  console.log();
}
