import Foundation
import NIOSSL

/// A certificate for `localhost`, made anew by openssl, so that no key lies in the project.
enum TestCertificate {
    /// What openssl said instead.
    struct Fault: Error {
        let status: Int32
    }

    static func make() throws -> (NIOSSLCertificate, NIOSSLPrivateKey) {
        let folder = FileManager.default.temporaryDirectory.path + "/hookswitch-tls-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let status = try run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", folder + "/key.pem", "-out", folder + "/cert.pem",
        ])
        guard status == 0 else { throw Fault(status: status) }
        return (
            try NIOSSLCertificate(file: folder + "/cert.pem", format: .pem),
            try NIOSSLPrivateKey(file: folder + "/key.pem", format: .pem)
        )
    }

    /// Runs a program quietly and waits for its end.
    private static func run(_ words: [String]) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, words[0], &actions, nil, &arguments, environ)
        guard failure == 0 else { throw Fault(status: failure) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return status
    }
}
