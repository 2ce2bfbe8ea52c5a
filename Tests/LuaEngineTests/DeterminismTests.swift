import Foundation
import Testing

/// The same script says the same, byte by byte, in processes with other hash seeds, time zones and locales.
@Suite struct DeterminismTests {
    private static let zones = ["UTC0", "JST-9", "EST5EDT,M3.2.0,M11.1.0", "IST-5:30", "<-11>11"]
    private static let locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "fr_FR.UTF-8"]

    @Test func twentyProcessesSayTheSame() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hookswitch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Made here, since few machines have them.
        for locale in Self.locales where locale != "C" {
            let made = try Probe.run(
                "/usr/bin/localedef", ["-i", String(locale.prefix(5)), "-f", "UTF-8", folder.path + "/" + locale])
            // 1 is for warnings.
            try #require(made.status <= 1, "localedef cannot make \(locale): \(made.errors)")
        }
        let script = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "Fixtures/probe.lua").path
        var outputs: Set<String> = []
        var (points, offsets, orders): (Set<String>, Set<String>, Set<String>) = ([], [], [])
        for number in 0..<20 {
            let environment = [
                "TZ": Self.zones[number % Self.zones.count], "LC_ALL": Self.locales[number / Self.zones.count],
                "LOCPATH": folder.path,
            ]
            let result = try Probe.run(Probe.path, [script], environment: environment)
            #expect(result.status == 0, "\(result.errors)")
            outputs.insert(result.output)
            let words = result.errors.split(separator: " ").map(String.init)
            try #require(words.count == 3, "\(result.errors)")
            points.insert(words[0])
            offsets.insert(words[1])
            orders.insert(words[2])
        }
        #expect(outputs.count == 1)
        #expect(outputs.first?.hasPrefix("[") == true, "\(outputs.first?.prefix(500) ?? "")")
        #expect(outputs.first?.contains("paused 0 times") == false)
        // The processes were really different.
        #expect(points == [".", ","])
        #expect(offsets.count == Self.zones.count)
        #expect(orders.count > 10)
    }
}

/// A process whose output is read whole.
private enum Probe {
    /// Where SwiftPM puts the probe: beside the tests.
    static var path: String {
        // The bundle of the tests lies in the same folder; on Linux it is the process itself.
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            .map { ($0.bundlePath as NSString).deletingLastPathComponent + "/lua-probe" }
            ?? (CommandLine.arguments[0] as NSString).deletingLastPathComponent + "/lua-probe"
    }

    /// Files take the output: no pipe that another process could inherit, nothing that could fill up.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String, errors: String) {
        let folder = FileManager.default.temporaryDirectory
        let files = ["out", "err"].map { folder.appending(path: "hookswitch-\(UUID().uuidString).\($0)").path }
        defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in files.enumerated() {
            posix_spawn_file_actions_addopen(
                &actions, Int32(number + 1), file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var all = ProcessInfo.processInfo.environment
        all.merge(environment) { $1 }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, nil, &words, &settings)
        guard code == 0 else {
            throw Fault(description: "\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        let texts = try files.map { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) }
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, texts[0], texts[1])
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }
}
