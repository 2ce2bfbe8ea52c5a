import Foundation

@testable import CallAudio

/// A voice that whistles: half a second of 1000 Hz for any text, by a shell in place of espeak-ng.
struct FakeVoice {
    static let hertz = 1_000.0
    static let seconds = 0.5

    /// What runs after the text was written to `FOLDER/text`, and the arguments to `FOLDER/words`.
    static func with(
        _ script: String = "cat FOLDER/a.wav", _ body: (Speech, _ folder: String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "fake-voice-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clip = try PCM(samples: Tones.samples([hertz], count: AudioTime.frames(seconds)))
        try Data(WAVFile.bytes(of: clip)).write(to: URL(fileURLWithPath: folder + "/a.wav"))
        let whole = ("cat >> FOLDER/text; echo \"$@\" >> FOLDER/words; " + script)
            .replacingOccurrences(of: "FOLDER", with: folder)
        try await body(Speech(program: "/bin/sh", leading: ["-c", whole, "espeak-ng"]), folder)
    }

    /// How strong a tone is in samples, as the height of its wave.
    static func level(_ hertz: Double, _ samples: some Collection<Int16>) -> Double {
        var (re, im) = (0.0, 0.0)
        for (frame, sample) in samples.enumerated() {
            let angle = 2 * Double.pi * hertz * Double(frame) / Double(AudioTime.rate)
            re += Double(sample) * cos(angle)
            im += Double(sample) * sin(angle)
        }
        return 2 * (re * re + im * im).squareRoot() / Double(max(1, samples.count))
    }
}
