namespace Medborgarbudget.Standalone.Demo;

/// <summary>What the residents of Björkvik propose.</summary>
internal static class Ideas
{
    public static IReadOnlyList<Idea> OfTheYoung { get; } =
    [
        new("lo", "Tak över skejtparken", "Då kan vi åka även när det regnar. Taket kan ha solceller.", "Skejtparken", 140_000),
        new("marta", "Kvällsöppet i biblioteket", "Öppet till nio två kvällar i veckan med någon vuxen på plats.", "Biblioteket", 90_000),
        new("hugo", "Musikstudio på fritidsgården", "En liten studio med mikrofoner och dator.", "Fritidsgården", 80_000),
        new("ines", "Badbrygga vid Mörtsjön", "En brygga som går att nå med rullstol.", "Mörtsjön", 120_000),
        new("jonas", "Motorcrossbana", "En bana för alla som kör cross.", "Gamla grustaget", 280_000, Refused: "Kommunen äger inte marken."),
    ];

    public static IReadOnlyList<Idea> OfTheCentre { get; } =
    [
        new("marta", "Utegym vid hamnen", "Åtta redskap i trä och stål, öppet dygnet runt.", "Hamnplanen", 350_000),
        new("karin", "Fler bänkar med armstöd", "Tjugo bänkar så att alla orkar gå till torget.", "Storgatan", 160_000),
        new("hugo", "Ljusslingor i allén", "Tryggare och vackrare under mörka månader.", "Ågatan", 120_000),
        new("ines", "Odlingslådor på torget", "Grannar odlar tillsammans och delar skörden.", "Stora torget", 90_000),
        new("jonas", "Lekplats för alla", "Gungor och karusell som går att använda med rullstol.", "Stadsparken", 600_000),
        new("lo", "Dricksvatten ute", "Tre fontäner att dricka ur.", "Stadskärnan", 210_000),
    ];

    public static IReadOnlyList<Idea> OfTheNorth { get; } =
    [
        new("marta", "Pulkabacke med belysning", "Gör om slänten bakom skolan till en trygg backe.", "Norra skolan", 180_000),
        new("karin", "Hundrastgård", "En inhägnad rastgård med en del för små hundar.", "Ekbacken", 150_000),
        new("hugo", "Bytesbod", "Ett skjul där man lämnar och hämtar saker.", "Återvinningen", 70_000),
        new("ines", "Cykelpump och verktyg", "En station där vem som helst kan laga sin cykel.", "Busshållplatsen", 25_000),
        new("jonas", "Scen i parken", "En liten scen för musik och teater.", "Norrparken", 320_000),
    ];
}
