import Foundation

/// Sound made of plain tones: 16 bits, little-endian, one channel.
enum Hum {
    /// Samples of tones that are heard together; silence when there are none.
    /// - Parameter start: seconds since the sound's beginning, so that one frame goes on where the last one ended.
    static func samples(_ tones: [Double], from start: Double, count: Int, rate: Int) -> [UInt8] {
        guard !tones.isEmpty else { return [UInt8](repeating: 0, count: count * 2) }
        let loudness = 8_000.0 / Double(tones.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 2)
        for index in 0..<count {
            let time = start + Double(index) / Double(rate)
            let value = tones.reduce(0) { $0 + loudness * sin(2 * .pi * $1 * time) }
            let sample = UInt16(bitPattern: Int16(max(-32_000, min(32_000, value))))
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return bytes
    }
}
