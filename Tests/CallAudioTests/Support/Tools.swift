import Foundation
import Testing

@testable import CallAudio

/// Programs that check what is written here; tests that need one that is not installed are skipped.
enum Tools {
    static let ffprobe = SystemProcess.find("ffprobe")
    static let ffmpeg = SystemProcess.find("ffmpeg")
    static let sox = SystemProcess.find("sox")
    static let shell = SystemProcess.find("sh")

    /// What a program prints; it must end well.
    static func output(_ program: String?, _ arguments: [String]) throws -> [UInt8] {
        let end = try SystemProcess.run(
            try #require(program), arguments, input: [], outputLimit: 256 << 20, timeLimit: .init(.seconds(120)),
            isCancelled: { false })
        try #require(end.code == 0, "\(arguments.joined(separator: " "))")
        return end.output
    }

    static func text(_ program: String?, _ arguments: [String]) throws -> String {
        String(decoding: try output(program, arguments), as: UTF8.self)
    }

    /// Writes a file through its descriptor, and gives its path to the body.
    static func withFile<Result>(_ file: AudioFile, _ ending: String, _ body: (String) throws -> Result) throws
        -> Result
    {
        let path = NSTemporaryDirectory() + "call-audio-\(UUID().uuidString).\(ending)"
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try file.write(to: handle.fileDescriptor)
        try handle.close()
        return try body(path)
    }

    /// Values of the whole file and its streams as ffprobe tells them, `format.duration` and such.
    static func probe(_ path: String) throws -> [String: String] {
        let text = try text(ffprobe, ["-v", "error", "-of", "flat", "-show_format", "-show_streams", "-i", path])
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = line[line.index(after: equals)...].replacingOccurrences(
                of: "\"", with: "")
        }
        return values
    }

    /// The sound of a file as ffmpeg hears it; any complaint of its decoders is a failure.
    static func decoded(_ path: String) throws -> [Int16] {
        let arguments = [
            "-v", "error", "-xerror", "-err_detect", "explode", "-i", path, "-vn", "-f", "s16le", "-ac", "1", "-",
        ]
        return PCM.samples(littleEndian: try output(ffmpeg, arguments))
    }
}
