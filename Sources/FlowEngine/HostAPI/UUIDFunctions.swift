import LuaEngine

/// `uuid()`: a name that nothing else has, and the same again when the call is taken up.
enum UUIDFunctions {
    static let all: [HostFunction] = [uuid]

    private static let uuid = HostFunction(
        "uuid", "A random UUID of version 4, such as a key for a request; the same one when the call is taken up.",
        result: "the text"
    ) { _, arguments throws(LuaRaise) in
        let (first, second) = (arguments.call.world.randomBits(), arguments.call.world.randomBits())
        // RFC 9562: 4 bits of version, 2 of variant.
        let high = first & ~0xF000 | 0x4000
        let low = second & ~(0b11 << 62) | 0b10 << 62
        let digits = [high, low].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        arguments.call.push(.string(text))
        return .values(1)
    }
}
