// A map for notebooks: what is drawn on it comes from folium.
landwatch.furnish(map_landwatch, { top: 14 });
