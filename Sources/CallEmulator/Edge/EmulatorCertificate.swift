import Foundation
import NIOSSL

/// A certificate that an emulator shows to its clients: for this machine, made anew each time, signed by itself.
///
/// A client must be told to trust it, for example by `REQUESTS_CA_BUNDLE` or `SSL_CERT_FILE`.
public struct EmulatorCertificate: Sendable {
    /// The certificate as clients read it, in PEM.
    public let pem: String
    let certificate: NIOSSLCertificate
    let key: NIOSSLPrivateKey

    /// How a server shows it.
    var serverConfiguration: TLSConfiguration {
        .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    }

    /// Makes one by the program `openssl`; the key is nowhere but in memory afterwards.
    /// - Parameter host: a further name or address that it holds for.
    /// - Throws: `ControlError` when openssl is missing or refuses.
    public static func make(for host: String = "localhost") throws(ControlError) -> EmulatorCertificate {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hookswitch-tls-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data(request(host).utf8).write(to: folder.appendingPathComponent("request"))
            try run(folder.path)
            let file = folder.appendingPathComponent("certificate").path
            return EmulatorCertificate(
                pem: try String(contentsOfFile: file, encoding: .utf8),
                certificate: try NIOSSLCertificate(file: file, format: .pem),
                key: try NIOSSLPrivateKey(file: folder.appendingPathComponent("key").path, format: .pem))
        } catch let error as ControlError {
            throw error
        } catch {
            throw ControlError(status: 500, message: "the certificate cannot be made: \(error)")
        }
    }

    /// What openssl is asked for. Strict clients want all of these extensions.
    private static func request(_ host: String) -> String {
        var names = ["DNS:localhost", "IP:127.0.0.1", "IP:::1"]
        let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        let isName = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        let name = (isAddress ? "IP:" : "DNS:") + host
        if isAddress || isName, !names.contains(name) { names.append(name) }
        return """
            [req]
            prompt = no
            distinguished_name = name
            x509_extensions = extensions
            [name]
            CN = hookswitch emulator
            [extensions]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, digitalSignature, keyCertSign
            extendedKeyUsage = serverAuth
            subjectKeyIdentifier = hash
            subjectAltName = \(names.joined(separator: ", "))

            """
    }

    private static func run(_ folder: String) throws(ControlError) {
        let words = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "30", "-config", folder + "/request", "-keyout", folder + "/key", "-out", folder + "/certificate",
        ]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw ControlError(status: 500, message: "the program openssl is needed for TLS, and cannot be started")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        guard status == 0 else {
            throw ControlError(status: 500, message: "openssl made no certificate; it has to be version 1.1.1 or newer")
        }
    }
}
