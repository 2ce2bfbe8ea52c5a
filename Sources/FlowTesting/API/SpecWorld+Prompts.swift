import CallEmulator
import CallModel
import FlowEngine
import LuaEngine

/// A text that a spec expects: a part of what is said, or a pattern.
struct TextMatch {
    private let text: String
    private let isPattern: Bool
    private let patterns = PatternMatcher()

    init(_ value: LuaValue, _ arguments: HostArguments) throws(LuaRaise) {
        switch value {
        case .string(let text): (self.text, isPattern) = (text, false)
        case .table(let table) where table["pattern"]?.stringValue != nil:
            (text, isPattern) = (table["pattern"]?.stringValue ?? "", true)
        default: throw arguments.mistake("a text or pattern \"…\" is needed, not \(value.shown)")
        }
    }

    var shown: String { isPattern ? "pattern \"\(text)\"" : "\"\(text)\"" }

    func matches(_ said: String) -> Bool { isPattern ? patterns.matches(said, text) : said.contains(text) }

    private func matchesAll(_ said: String) -> Bool { isPattern ? matches(said) : said == text }
}

/// What a phone hears.
extension SpecWorld {
    func isInCall(_ number: String) throws -> Bool {
        guard let facts = try standing(ofPhone: number), let id = facts.callID else { return false }
        let call = try self.standing(ofCall: id)
        return call.participants.contains(facts.rawID) && ["connected", "transferring"].contains(call.state)
    }

    /// The next prompt of the phone's call that it has not heard yet and that fits.
    func nextPrompt(_ number: String, _ wanted: TextMatch) throws -> (call: String, entry: TimelineEntry)? {
        guard let place = try listening(number) else { return nil }
        return try prompts(of: place.call, after: place.seq, heardBy: place.rawID).first { wanted.matches($0.text) }
            .map { (place.call, $0) }
    }

    /// Whoever acts has heard what there was: from now on only new prompts count.
    func hasListened(_ number: String) throws {
        guard let call = try lastCall(of: number) else { return }
        heard[number] = (call, try timeline(ofCall: call).last?.seq ?? 0)
    }

    /// The texts that it hears since the last one that it listened to.
    func promptsSince(_ number: String) throws -> [String] {
        guard let place = try listening(number) else { return [] }
        return try prompts(of: place.call, after: place.seq, heardBy: place.rawID).map(\.text)
    }

    /// All that it has heard in its calls, from the first on.
    func allPrompts(_ number: String) throws -> [String] {
        guard let rawID = try standing(ofPhone: number)?.rawID else { return [] }
        return try onStage().callIDs().flatMap {
            try prompts(of: $0, after: 0, heardBy: rawID).map(\.text)
        }
    }

    /// The call that a phone is in, or was in last.
    func lastCall(of number: String) throws -> String? { try standing(ofPhone: number)?.lastCallID }

    /// Where the phone listens, and from which entry on. A call that has just ended is listened to as well: its last
    /// prompt may have been cut.
    private func listening(_ number: String) throws -> (call: String, seq: Int, rawID: String)? {
        guard let facts = try standing(ofPhone: number), let call = try lastCall(of: number) else { return nil }
        return (call, heard[number]?.call == call ? heard[number]?.seq ?? 0 : 0, facts.rawID)
    }

    private func prompts(of call: String, after seq: Int, heardBy rawID: String) throws -> [TimelineEntry] {
        try timeline(ofCall: call, after: seq).filter { entry in
            guard entry.kind == .playStarted || entry.kind == .recognizeStarted, !entry.text.isEmpty else {
                return false
            }
            return entry.details["to"]?.arrayValue?.contains(.string(rawID)) ?? true
        }
    }
}
