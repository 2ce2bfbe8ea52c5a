import CallModel
import Foundation
import NIOConcurrencyHelpers

/// Where random bits come from; injected, so that tests repeat.
public protocol RandomSource: Sendable {
    /// 64 random bits.
    func next() -> UInt64
}

/// The system's random numbers, fetched 32 at a time: a call would cost a system call for each of its half a dozen.
public struct SystemRandom: RandomSource {
    private static let store = NIOLockedValueBox<[UInt64]>([])

    /// The system's source.
    public init() {}

    /// 64 bits of the system's generator.
    public func next() -> UInt64 {
        Self.store.withLockedValue { store in
            if let word = store.popLast() { return word }
            store = Array(repeating: 0, count: 32)
            let isFilled = store.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { getentropy($0, bytes.count) } == 0
            }
            if !isFilled { store = store.map { _ in UInt64.random(in: .min ... .max) } }
            return store.removeLast()
        }
    }
}

extension RandomSource {
    /// A version 4 UUID, as text.
    func uuid() -> String {
        let (high, low) = (next() & ~0xF000 | 0x4000, next() & ~(3 << 62) | (2 << 62))
        return String(unsafeUninitializedCapacity: 36) { text in
            var next = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    text[next] = 0x2D
                    next += 1
                }
                let digit = UInt8(truncatingIfNeeded: (index < 16 ? high : low) >> UInt64(60 - 4 * (index % 16))) & 15
                text[next] = digit < 10 ? 0x30 + digit : 0x57 + digit
                next += 1
            }
            return next
        }
    }
}

/// Draws the headers of each try: a fresh repeatability id, first sent now.
struct LiveAttempts: AttemptSource {
    let random: any RandomSource

    func attempt(
        for operation: OperationID, number: Int, request: PreparedRequest, at: Double
    ) -> SendAttempt {
        SendAttempt(repeatabilityID: request.takesRepeatability ? random.uuid() : nil, firstSent: at)
    }
}
