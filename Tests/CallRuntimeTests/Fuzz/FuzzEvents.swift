import CallModel

/// Payloads of events as the service sends them, and as it never would.
struct FuzzEvents {
    var dice: FuzzDice

    init(seed: UInt64) { dice = FuzzDice(seed: seed) }

    private static let fields = [
        "callConnectionId", "serverCallId", "correlationId", "operationContext", "resultInformation", "code", "subCode",
        "message", "participants", "identifier", "rawId", "kind", "phoneNumber", "value", "isMuted", "sequenceNumber",
        "recognitionType", "dtmfResult", "tones", "invitationId", "participant", "transferTarget", "transferee",
        "incomingCallContext", "to", "from", "customContext", "sipHeaders", "voipHeaders", "data", "params", "signal",
        "raw", "name", "id", "time", "state", "error", "failedPlaySourceIndex", "unknownField", "", "\u{e9}", "quiet",
    ]

    private static let scalars = [
        "null", "true", "false", "0", "-0", "1", "-1", "3.0", "1e308", "1e999", "-1e999", "1e-400", "0.1",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "99999999999999999999999", "\"\"",
        "\"c1\"", "\"s1\"", "\"1.1\"", "\"2.1\"", "\"r1.1\"", "\"2.99999999999999999999\"", "\"one\"", "\"dtmf\"",
        "\"4:+14255550100\"", "\"8:acs:x\"", "\"phoneNumber\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
        "\"\u{e9}\"", "\"e\u{301}\"", "\"\\/\\b\\f\"",
    ]

    mutating func json(_ depth: Int = 0) -> String {
        switch dice.below(depth > 4 ? 4 : 8) {
        case 0...3: return dice.pick(Self.scalars)
        case 4, 5:
            return "[" + (0..<dice.below(4)).map { _ in json(depth + 1) }.joined(separator: ",") + "]"
        default: return object(depth)
        }
    }

    mutating func object(_ depth: Int = 0) -> String {
        var members: [String] = []
        for _ in 0..<dice.below(7) { members.append("\"\(dice.pick(Self.fields))\":\(json(depth + 1))") }
        if depth == 0, dice.chance(70) { members.append("\"operationContext\":\"\(dice.within(1...6)).1\"") }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Mostly an object of known fields; sometimes cut, broken, or nested without end.
    mutating func payload() -> [UInt8] {
        switch dice.below(20) {
        case 0: return []
        case 1: return Array(json().utf8)
        case 2:
            let bytes = Array(object().utf8)
            return Array(bytes.prefix(dice.below(bytes.count + 1)))
        case 3:
            let count = dice.pick([100, 127, 128, 129, 5_000])
            return Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
        case 4:
            let count = dice.pick([100, 126, 127, 128, 5_000])
            let text = String(repeating: "{\"data\":", count: count) + "1" + String(repeating: "}", count: count)
            return Array(text.utf8)
        case 5, 6:
            var bytes = Array(object().utf8)
            for _ in 0..<dice.within(1...4) where !bytes.isEmpty {
                bytes[dice.below(bytes.count)] = UInt8(truncatingIfNeeded: dice.next())
            }
            return bytes
        case 7:
            return Array(("{\"participants\":[" + (0..<500).map { "{\"x\":\($0)}" }.joined(separator: ",") + "]}").utf8)
        default: return Array(object().utf8)
        }
    }

    mutating func event(_ number: Int) -> CallEvent {
        let name =
            dice.chance(95) ? dice.pick(EventName.all) : dice.pick(["", "Unknown", "*", "\u{0}", "playcompleted"])
        return CallEvent(
            id: "fuzz\(number)", name: name, time: dice.pick(["", "2024-01-01T00:00:00Z", "x"]), data: payload())
    }
}
