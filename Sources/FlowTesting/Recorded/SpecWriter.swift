import CallModel
import Foundation

/// Writes a spec that reproduces a call, from the journal of its session.
///
/// Who was called does what the journal says they did, prompts are heard, keys are pressed, and what the flow asked the
/// service for is expected. What nobody of ours can know (the keys of a recognition that timed out in the middle) is said
/// in a comment.
public struct SpecWriter {
    private let journal: RecordedJournal
    private let isFull: Bool
    private var people: RecordedPeople
    private var lines: [String] = []
    /// The time of the last thing that the spec does or waits for.
    private var last = 0.0
    /// The person at the other end of each leg.
    private var others: [Int: String] = [:]
    /// Legs that the flow ended, or gave away, itself.
    private var given: Set<Int> = []

    /// The text of a spec file.
    /// - Parameters:
    ///   - export: the session as `calls export` writes it.
    ///   - isFull: whether numbers of callers, and of people who were called because a launch named them, stay as they are.
    /// - Returns: nil when this is no journal.
    public static func spec(of export: JSONValue, isFull: Bool = false) -> String? {
        guard let journal = RecordedJournal(export) else { return nil }
        var writer = SpecWriter(journal, isFull: isFull)
        writer.tell()
        return writer.text
    }

    private init(_ journal: RecordedJournal, isFull: Bool) {
        self.journal = journal
        self.isFull = isFull
        people = RecordedPeople(journal, isFull: isFull)
    }

    private var text: String {
        let began = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: journal.began))
        let phones = people.declarations.map { "    " + $0 }
        let body = lines.map { "    " + $0 }
        return
            ([
                "-- Made of session \(journal.session).", "describe(\(journal.flow.lua), function()",
                "  it(\("goes as the call of \(began)".lua), { at = \(began.lua) }, function()",
            ] + phones + body + ["  end)", "end)", ""]).joined(separator: "\n")
    }

    // MARK: - The story

    private mutating func tell() {
        last = journal.began
        for (number, record) in journal.records.enumerated() {
            switch record.kind {
            case "event": event(record, number)
            case "request": request(record, number)
            case "end":
                let way = record.json["way"]?.stringValue ?? "finished"
                lines.append(
                    "expect(session):is_over { way = \(way.lua)\(within(record.at, usual: 600, prefix: ", ")) }")
            default: continue
            }
        }
    }

    private mutating func event(_ record: RecordedJournal.Record, _ number: Int) {
        let data = record.data
        switch record.name {
        case "IncomingCall" where number < 3:
            let caller = people.variable(data["from"])
            others[1] = caller
            let name = isFull ? data["callerDisplayName"]?.stringValue ?? "" : ""
            let options = name.isEmpty ? "" : ", { display_name = \(name.lua) }"
            lines.append("local call = \(caller):dial(\(people.shown(data["to"]).lua)\(options))")
            lines.append("local session = call.session")
            // The session is there a moment after the call.
            lines[lines.count - 1] = "advance(0.01)\n    local session = call.session"
        case "Launch":
            let params = people.replaced(data["params"] ?? .null)
            lines.append("local session = launch(\(journal.flow.lua), \(params.luaTable))")
        case "Signal":
            let data = (record.data["data"]).map { ", " + people.replaced($0).luaTable } ?? ""
            pause(until: record.at)
            lines.append("session:signal(\((record.data["signal"]?.stringValue ?? "").lua)\(data))")
        case "RecognizeCompleted" where data["dtmfResult"] == nil:
            // A choice by key has no phrase; its label does as well where the phrases have it.
            let words =
                data["speechResult"]?["speech"] ?? data["choiceResult"]?["recognizedPhrase"]
                ?? data["choiceResult"]?["label"]
            lines.append("\(listener(record)):says \((words?.stringValue ?? "").lua)")
        case "RecognizeCompleted":
            let names = data["dtmfResult"]?["tones"]?.arrayValue?.compactMap(\.stringValue) ?? []
            let keys = String(names.compactMap { Tone(rawValue: $0)?.key })
            lines.append("\(listener(record)):presses \(keys.lua)")
        case "RecognizeFailed":
            switch data["resultInformation"]?["subCode"]?.intValue {
            case 8510: lines.append("\(listener(record)):stays_silent()")
            case 8532:
                lines.append("-- Some keys were pressed, and then too few: which ones, the service does not tell.")
                lines.append("\(listener(record)):presses \"1\"")
            default: return
            }
        case "CallConnected":
            guard let op = record.operation, let opener = journal.request(op), opener.action == "create_call" else {
                return
            }
            others[record.leg(in: journal)] = people.variable(opener.targets.first)
        case "CallTransferAccepted":
            given.insert(record.leg(in: journal))
        case "CallDisconnected":
            let leg = record.leg(in: journal)
            guard !given.contains(leg), let other = others[leg] else { return }
            pause(until: record.at)
            lines.append("\(other):hangs_up()")
        default: return
        }
        last = record.at
    }

    private mutating func request(_ record: RecordedJournal.Record, _ number: Int) {
        let leg = record.json["leg"]?.intValue ?? 1
        switch record.action {
        case "play", "recognize":
            guard journal.isHeard(record.op) else { return }
            for prompt in record.prompts {
                let who = record.targets.first.map { people.variable($0) } ?? others[leg] ?? "caller"
                lines.append(
                    "\(who):hears(\(people.replaced(prompt).lua)\(within(record.at, prefix: ", { ", suffix: " }")))")
            }
        case "hang_up", "reject", "redirect":
            given.insert(leg)
            fallthrough
        case "transfer", "add_participant", "remove_participant", "create_call", "connect_call":
            let fields = record.targets.first.map { "{ target = \(people.shown($0).lua) }" }
            let options = within(record.at, prefix: ", { ", suffix: " }")
            let more = fields.map { ", \($0)" + options } ?? (options.isEmpty ? "" : ", {}" + options)
            lines.append("expect(session):sent(\(record.action.lua)\(more))")
        default: return
        }
        last = record.at
    }

    private func listener(_ record: RecordedJournal.Record) -> String {
        let target = record.operation.flatMap { journal.request($0) }?.targets.first
        return target.map { people.variable($0) } ?? others[record.leg(in: journal)] ?? "caller"
    }

    /// Lets the time pass that nothing happened in.
    private mutating func pause(until time: Double) {
        let gap = ((time - last) * 100).rounded() / 100
        if gap >= 0.05 { lines.append("advance(\(gap.short))") }
    }

    /// How long to wait, where the usual time would not do.
    private func within(_ time: Double, usual: Double = 30, prefix: String, suffix: String = "") -> String {
        let gap = time - last
        return gap < usual * 0.6 ? "" : "\(prefix)within = \((gap + usual).rounded(.up).short)\(suffix)"
    }
}
