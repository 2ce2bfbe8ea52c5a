import CallModel
import CallRuntime
import Foundation
import Logging
import NIOConcurrencyHelpers
import NIOPosix

/// Writes the sound of streams to a folder, off the event loops.
final class StreamRecorder: Sendable {
    let folder: String
    /// Bytes of one file; what comes later is dropped.
    let fileBytes: Int
    /// Bytes of one stream that wait for the disk; what is more is dropped.
    let waitingBytes: Int
    let logger: Logger
    fileprivate let threads: NIOThreadPool

    init(
        folder: String, fileBytes: Int = 1 << 30, waitingBytes: Int = 1 << 20, threads: NIOThreadPool = .singleton,
        logger: Logger
    ) {
        (self.folder, self.fileBytes, self.waitingBytes) = (folder, fileBytes, waitingBytes)
        (self.threads, self.logger) = (threads, logger)
    }

    /// Files of one connection: `{session}-{op}.wav`, or one for each who speaks, `{session}-{op}-{raw id}.wav`. A connection
    /// that follows gets `-2`, `-3`, ….
    func begin(_ address: CallbackAddress, sampleRate: Int) -> StreamRecording {
        StreamRecording(self, name: "\(address.session)-\(address.operation)", sampleRate: sampleRate)
    }
}

/// The sound of one connection on its way to its files.
final class StreamRecording: Sendable {
    /// Takes sound and writes it nowhere.
    static let nowhere = StreamRecording(nil, name: "", sampleRate: 16_000)

    private struct State {
        var waiting: [(speaker: String, data: [UInt8])] = []
        var bytes = 0
        var dropped = 0
        var isWriting = false
        var isFinished = false
    }

    /// Speakers that get files; the service sends four.
    private static let mostFiles = 64

    private let recorder: StreamRecorder?
    private let name: String
    private let sampleRate: Int
    private let state = NIOLockedValueBox(State())
    /// Only the one work item that runs at a time touches files.
    private let files = NIOLockedValueBox<[String: GrowingWAVFile]>([:])

    fileprivate init(_ recorder: StreamRecorder?, name: String, sampleRate: Int) {
        (self.recorder, self.name, self.sampleRate) = (recorder, name, sampleRate)
    }

    /// Adds sound to the file of a speaker; nil is everybody.
    func write(_ data: [UInt8], of speaker: String?) {
        guard let recorder else { return }
        let mustStart = state.withLockedValue { state -> Bool in
            guard !state.isFinished, state.bytes + data.count <= recorder.waitingBytes else {
                state.dropped += 1
                return false
            }
            state.waiting.append((speaker ?? "", data))
            state.bytes += data.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { run(recorder) }
    }

    /// Nothing follows: what waits is written, and the files are closed.
    func finish() {
        guard let recorder else { return }
        let mustStart = state.withLockedValue { state -> Bool in
            guard !state.isFinished else { return false }
            state.isFinished = true
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { run(recorder) }
    }

    private func run(_ recorder: StreamRecorder) {
        recorder.threads.submit { _ in self.work(recorder) }
    }

    private func work(_ recorder: StreamRecorder) {
        while true {
            let (parts, isOver) = state.withLockedValue { state -> ([(speaker: String, data: [UInt8])], Bool) in
                let parts = state.waiting
                (state.waiting, state.bytes) = ([], 0)
                if parts.isEmpty { state.isWriting = state.isFinished }
                return (parts, parts.isEmpty)
            }
            files.withLockedValue { files in
                for part in parts { append(part.data, of: part.speaker, to: &files, recorder) }
                guard isOver, state.withLockedValue({ $0.isFinished }) else { return }
                for speaker in files.keys { files[speaker]?.close() }
                files = [:]
                let dropped = state.withLockedValue { $0.dropped }
                if dropped > 0 {
                    recorder.logger.warning(
                        "the disk was too slow for a stream", metadata: ["name": "\(name)", "dropped": "\(dropped)"])
                }
            }
            if isOver { return }
        }
    }

    private func append(
        _ data: [UInt8], of speaker: String, to files: inout [String: GrowingWAVFile], _ recorder: StreamRecorder
    ) {
        if files[speaker] == nil {
            guard files.count < Self.mostFiles else { return }
            let plain = String(speaker.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") ? $0 : "_" })
            let whole = name + (speaker.isEmpty ? "" : "-\(plain.prefix(100))")
            do {
                files[speaker] = try GrowingWAVFile.create(
                    in: recorder.folder, name: whole, sampleRate: sampleRate, limit: recorder.fileBytes)
            } catch {
                recorder.logger.error(
                    "sound cannot be written", metadata: ["folder": "\(recorder.folder)", "reason": "\(error)"])
                files[speaker] = GrowingWAVFile.nowhere
            }
        }
        files[speaker]?.append(data)
    }
}
