import CallAudio
import CallModel
import Crypto
import Dispatch

/// A file of sound, whose bytes are made as they are asked for: never a whole recording in memory.
public struct SoundFile: Sendable {
    /// Words that were spoken before could not be spoken again, so these bytes would not fit to those that went before.
    public struct VoiceLost: Error {
        /// What is wrong and what to do about it.
        public var description: String { "espeak-ng did not speak again what it spoke before; try later" }
    }

    /// How many bytes there are.
    public var count: Int { file.count }
    /// The media type.
    public var type: String { file.mediaType }
    private let file: AudioFile
    /// What is spoken in it.
    private let words: [SpokenWords]

    init(_ file: AudioFile, words: [SpokenWords] = []) { (self.file, self.words) = (file, words) }

    /// What was recorded of a call.
    ///
    /// - Throws: ``AudioError`` where no file of the format can be so long.
    init(_ sound: CallSound, _ settings: StartRecordingAction) throws(AudioError) {
        words = sound.words
        switch settings.format {
        case .wav: file = try WAVFile.file(of: sound.mix)
        case .mp3: file = MP3File.file(of: sound.mix)
        case .mp4: file = try MP4File.file(of: sound.mix, hasVideo: settings.content == .audioVideo)
        }
    }

    /// Some of the bytes; fewer where there are no more. Takes a while, and waits for the voice.
    public func bytes(_ range: Range<Int>) throws(VoiceLost) -> [UInt8] {
        let bytes = file.bytes(range)
        if words.contains(where: \.isLost) { throw VoiceLost() }
        return bytes
    }

    /// The SHA-256 of all bytes, in hexadecimal digits. Takes as long as all of them do.
    public func sha256() throws(VoiceLost) -> String {
        var sum = SHA256()
        for start in stride(from: 0, to: count, by: AudioFile.chunkSize) {
            sum.update(data: try bytes(start..<start + AudioFile.chunkSize))
        }
        return sum.finalize().map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }
}

/// Threads that make sound: they may wait for a voice, and event loops and tasks may not.
enum SoundThread {
    private static let queue = DispatchQueue(
        label: "hookswitch.emulator.sound", qos: .utility, attributes: .concurrent)

    static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withCheckedContinuation { continuation in
            queue.async {
                let result: Result<Value, Failure>
                do throws(Failure) { result = .success(try work()) } catch { result = .failure(error) }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
