import Foundation
import NIOCore

/// A file on its way: `NAME.part` until it is whole.
final class RecordingPart {
    private let file: URL
    private let part: URL
    private var handle: FileHandle?

    init(_ file: URL) {
        self.file = file
        part = file.appendingPathExtension("part")
    }

    /// How many bytes are here.
    var size: Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: part.path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }

    func open() throws {
        if !FileManager.default.fileExists(atPath: part.path) {
            // It holds what people say.
            FileManager.default.createFile(atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let handle = try FileHandle(forWritingTo: part)
        try handle.seekToEnd()
        self.handle = handle
    }

    func append(_ piece: ByteBuffer) throws { try handle?.write(contentsOf: Data(piece.readableBytesView)) }

    func close() {
        try? handle?.close()
        handle = nil
    }

    /// Begins anew.
    func clear() throws {
        if FileManager.default.fileExists(atPath: part.path) { try FileManager.default.removeItem(at: part) }
    }

    /// It is whole: on the disk, and under its own name.
    func finish() throws {
        let handle = try FileHandle(forWritingTo: part)
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(at: part, to: file)
    }
}
