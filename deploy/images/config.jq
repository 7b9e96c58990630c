# The configuration of an image: that of its base, with who runs what, where and how. Its hash is the image's digest.
($base[0].Config.Env // []) as $inherited
| ($settings | rtrimstr("\n") | split("\n")) as $own
| {
    architecture: $architecture,
    os: "linux",
    created: $created,
    config: {
      User: "10001:10001",
      WorkingDir: "/app",
      ExposedPorts: (if $name == "gateway" then {"8080/tcp": {}, "8081/tcp": {}} else {"8080/tcp": {}} end),
      Env: ($inherited + $own),
      Entrypoint: ["/usr/share/dotnet/dotnet", "/app/\($program).dll"],
      StopSignal: "SIGTERM",
      Labels: {
        "org.opencontainers.image.title": "medborgarbudget/\($name)",
        "org.opencontainers.image.revision": $commit
      }
    },
    rootfs: {type: "layers", diff_ids: ($base[0].RootFS.Layers + $ARGS.positional)}
  }
