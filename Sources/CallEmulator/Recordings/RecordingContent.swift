import CallModel
import Crypto
import Foundation

/// The bytes of a recording's file, made as they are asked for: never a whole recording in memory.
public struct RecordingContent: Sendable {
    /// How many there are.
    public let count: Int
    /// The media type.
    public let type: String
    private let read: @Sendable (Range<Int>) -> [UInt8]

    init(count: Int, type: String, read: @escaping @Sendable (Range<Int>) -> [UInt8]) {
        (self.count, self.type, self.read) = (count, type, read)
    }

    /// Some of the bytes; fewer where there are no more.
    public func bytes(_ range: Range<Int>) -> [UInt8] { read(range.clamped(to: 0..<count)) }

    /// The SHA-256 of all bytes, in hexadecimal digits.
    public var sha256: String {
        var sum = SHA256()
        for start in stride(from: 0, to: count, by: 64 * 1_024) { sum.update(data: bytes(start..<start + 64 * 1_024)) }
        return sum.finalize().map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }

    /// What was recorded of a call: people hum where they speak, keys are their tones.
    init(_ recording: Recording, _ call: Call) {
        let sound = CallSound(recording, call)
        switch recording.settings.format {
        case .wav: self = WAVFile.content(sound)
        case .mp3: self = MP3File.content(seconds: sound.seconds)
        case .mp4: self = MP4File.content(seconds: sound.seconds)
        }
    }
}

extension [UInt8] {
    /// A number, lowest byte first.
    mutating func little<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// A number, highest byte first.
    mutating func big<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    /// A text of ASCII letters.
    mutating func text(_ text: String) { append(contentsOf: text.utf8) }
}
