import CallAudio
import Foundation

/// A WAV file that grows: 16 bits, one channel. Its header is right after every so many bytes and at the end, so that a process
/// that is killed leaves a file that can be heard.
struct GrowingWAVFile: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Takes sound and writes it nowhere.
    static var nowhere: GrowingWAVFile { GrowingWAVFile(nil, sampleRate: 16_000, limit: 0) }

    private static let patchEvery = 256 << 10

    private var handle: FileHandle?
    private let sampleRate: Int
    private let limit: Int
    private var bytes = 0
    private var patched = 0

    private init(_ handle: FileHandle?, sampleRate: Int, limit: Int) {
        (self.handle, self.sampleRate, self.limit) = (handle, sampleRate, limit)
    }

    /// A new file `NAME.wav`, or `NAME-2.wav` and so on; one that is there is never written over.
    static func create(in folder: String, name: String, sampleRate: Int, limit: Int) throws -> GrowingWAVFile {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 1...10_000 {
            let path = "\(folder)/\(name)\(number == 1 ? "" : "-\(number)").wav"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor < 0, errno == EEXIST { continue }
            guard descriptor >= 0 else { throw Fault(description: "\(path): \(String(cString: strerror(errno)))") }
            let file = GrowingWAVFile(
                FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), sampleRate: sampleRate, limit: limit)
            try file.handle?.write(contentsOf: file.header)
            return file
        }
        throw Fault(description: "\(folder) has ten thousand files of the name \(name)")
    }

    /// Adds samples; beyond the limit they are dropped, and so is everything after the disk refused something.
    mutating func append(_ data: [UInt8]) {
        guard let handle, bytes + data.count <= limit - WAVFile.headSize else { return }
        do {
            try handle.write(contentsOf: data)
            bytes += data.count
            if bytes - patched >= Self.patchEvery { try patch(handle) }
        } catch {
            close()
        }
    }

    /// Ends the file.
    mutating func close() {
        guard let handle else { return }
        try? patch(handle)
        try? handle.close()
        self.handle = nil
    }

    private mutating func patch(_ handle: FileHandle) throws {
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: header)
        try handle.seekToEnd()
        patched = bytes
    }

    private var header: [UInt8] { WAVFile.head(sampleRate: sampleRate, bytes: bytes) }
}
