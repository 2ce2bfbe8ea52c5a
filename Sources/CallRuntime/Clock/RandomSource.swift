import CallModel

/// Where random bits come from; injected, so that tests repeat.
public protocol RandomSource: Sendable {
    /// 64 random bits.
    func next() -> UInt64
}

/// The system's random numbers.
public struct SystemRandom: RandomSource {
    /// The system's source.
    public init() {}

    /// 64 bits of the system's generator.
    public func next() -> UInt64 { UInt64.random(in: .min ... .max) }
}

extension RandomSource {
    /// A version 4 UUID, as text.
    func uuid() -> String {
        let (high, low) = (next() & ~0xF000 | 0x4000, next() & ~(3 << 62) | (2 << 62))
        var text = ""
        text.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            let word = index < 16 ? high : low
            let digit = Int((word >> UInt64(60 - 4 * (index % 16))) & 15)
            text.unicodeScalars.append(Self.digits[digit])
        }
        return text
    }

    private static var digits: [Unicode.Scalar] { hexDigits }
}

private let hexDigits: [Unicode.Scalar] = Array("0123456789abcdef".unicodeScalars)

/// Draws the headers of each try: a fresh repeatability id, first sent now.
struct LiveAttempts: AttemptSource {
    let random: any RandomSource

    func attempt(
        for operation: OperationID, number: Int, request: PreparedRequest, at: Double
    ) -> SendAttempt {
        SendAttempt(repeatabilityID: request.takesRepeatability ? random.uuid() : nil, firstSent: at)
    }
}
