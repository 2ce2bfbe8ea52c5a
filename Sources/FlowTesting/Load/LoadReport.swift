import CallModel

/// What a load showed.
public struct LoadReport: Sendable {
    private let mix: LoadMix
    private let settings: LoadSettings
    private let tally: LoadTally
    private let machine: MachineUse.Figures
    private let latencies: [LatencyTable.Row]
    private let refusedDeliveries: Int
    private let stoppedSessions: Int
    private let strayErrors: [SpecLogEntry]
    /// Failures that are told whole.
    private static let shownFailures = 5

    init(
        _ mix: LoadMix, _ settings: LoadSettings, _ tally: LoadTally, _ book: LiveBook, _ machine: MachineUse.Figures
    ) {
        (self.mix, self.settings, self.tally, self.machine) = (mix, settings, tally, machine)
        latencies = book.latencies.rows
        refusedDeliveries = book.latencies.refusedDeliveries
        stoppedSessions = book.stoppedSessions
        strayErrors = book.strayLogs.filter { $0.level >= .error }
    }

    /// Stories that went otherwise than their cases say, sessions that were stopped, and errors that belong to no story.
    public var wrongOutcomes: Int { tally.failures.count + stoppedSessions + strayErrors.count }

    /// Stories that began in a second.
    public var rateHeld: Double {
        Double(tally.started) / max(tally.lastStart + 1 / settings.rate, 1 / settings.rate)
    }

    /// Whether the rate that was asked for was held, to a hundredth.
    public var holdsRate: Bool { rateHeld >= settings.rate * 0.99 }

    // MARK: - Forms

    /// For people.
    public var text: String {
        var lines = failureLines
        lines.append(
            "\(tally.started) calls in \(tally.lastStart.short) s: \(Self.shown(rateHeld)) a second of "
                + "\(settings.rate.short) asked for; the latest began \(Self.milliseconds(tally.latest)) ms late")
        lines.append(
            "\(mix.parts.count) cases in turn; \(tally.mostOpen) calls at a time at the most, \(tally.passed) as they "
                + "should be, \(wrongOutcomes) wrong outcomes")
        if stoppedSessions > 0 { lines.append("\(stoppedSessions) sessions were stopped") }
        if tally.leftOpen > 0 {
            lines.append("\(tally.leftOpen) calls had open sessions \(settings.patience.short) s after the last one")
        }
        if refusedDeliveries > 0 { lines.append("\(refusedDeliveries) events were not taken at a try") }
        for entry in strayErrors.prefix(Self.shownFailures) {
            lines.append("error beside the calls: \(entry.message)\(entry.reason.map { ": \($0)" } ?? "")")
        }
        lines.append(
            "memory \(megabytes(machine.first)) MB before, \(megabytes(machine.peak)) MB at the most, "
                + "\(megabytes(machine.last)) MB after (server, service and phones in one process)")
        lines.append(
            "processors \(Self.shown(machine.processor)) s in \(Self.shown(machine.wall)) s")
        lines.append("")
        lines += tableLines
        return lines.joined(separator: "\n")
    }

    private var failureLines: [String] {
        var lines: [String] = []
        for failure in tally.failures.prefix(Self.shownFailures) {
            lines.append(SpecReport.text(of: failure.failure, failure.spec))
        }
        if tally.failures.count > Self.shownFailures {
            let counts = Dictionary(grouping: tally.failures) { $0.spec.name }.mapValues(\.count)
            for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                lines.append("✘ \(name): \(count) times")
            }
        }
        return lines
    }

    private var tableLines: [String] {
        let head = ["ms", "count", "50 %", "90 %", "99 %", "99.9 %", "longest"]
        var rows: [[String]] = []
        for row in latencies {
            if case .handler = row.name, !rows.contains(where: { $0[0] == Self.handlers }) {
                rows.append([Self.handlers] + head.dropFirst().map { _ in "" })
            }
            rows.append(
                ["  " + row.name.text, "\(row.count)"]
                    + [row.median, row.p90, row.p99, row.p999, row.longest].map(Self.milliseconds))
        }
        rows.insert([Self.actions] + head.dropFirst(), at: 0)
        let width = rows.map { $0[0].count }.max() ?? 0
        return rows.map { row in
            let name = row[0] + String(repeating: " ", count: width - row[0].count)
            let numbers = row.dropFirst().map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }
            let line = name + numbers.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static let actions = "action: decided to answered, ms"
    private static let handlers = "handler: sent to durable, ms"

    /// For other programs.
    public var json: JSONValue {
        [
            "rate": .number(settings.rate), "rate_held": .number(rateHeld), "seconds": .number(tally.lastStart),
            "calls": .integer(Int64(tally.started)), "passed": .integer(Int64(tally.passed)),
            "wrong_outcomes": .integer(Int64(wrongOutcomes)), "stopped_sessions": .integer(Int64(stoppedSessions)),
            "most_at_a_time": .integer(Int64(tally.mostOpen)), "left_open": .integer(Int64(tally.leftOpen)),
            "latest_start": .number(tally.latest), "cases": .integer(Int64(mix.parts.count)),
            "events_not_taken": .integer(Int64(refusedDeliveries)),
            "memory_bytes": [
                "before": .integer(Int64(machine.first)), "most": .integer(Int64(machine.peak)),
                "after": .integer(Int64(machine.last)),
            ],
            "processor_seconds": .number(machine.processor), "wall_seconds": .number(machine.wall),
            "failures": .array(
                tally.failures.map { failure in
                    [
                        "case": .string(failure.spec.name), "file": .string(failure.failure.problem.file),
                        "line": failure.failure.problem.line.map { .integer(Int64($0)) },
                        "message": .string(failure.failure.problem.message),
                    ]
                }),
            "latencies": .array(latencies.map(Self.json)),
            "left_out": .array(
                mix.leftOut.map { ["case": .string($0.spec.name), "reason": .string($0.reason)] }),
        ]
    }

    private static func json(_ row: LatencyTable.Row) -> JSONValue {
        let kind = if case .action = row.name { "action" } else { "handler" }
        return [
            "kind": .string(kind), "name": .string(row.name.text), "count": .integer(Int64(row.count)),
            "p50": .number(row.median), "p90": .number(row.p90), "p99": .number(row.p99), "p999": .number(row.p999),
            "max": .number(row.longest),
        ]
    }

    private static func milliseconds(_ seconds: Double) -> String { shown(seconds * 1_000) }

    /// One digit behind the point.
    private static func shown(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    private func megabytes(_ bytes: Int) -> Int { bytes / 1_000_000 }
}
